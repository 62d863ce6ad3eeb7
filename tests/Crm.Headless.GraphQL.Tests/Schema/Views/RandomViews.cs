using Crm.Headless.GraphQL.Schema;
using FsCheck;
using FsCheck.Fluent;

namespace Crm.Headless.GraphQL.Tests.Schema.Views;

/// <summary>Views of any set of scopes. A failure names FsCheck's seed.</summary>
public sealed class RandomViews
{
    static readonly IReadOnlyList<string> Scopes = SchemaView.ScopesOf(Club.Schema);

    static readonly Gen<Access> Accesses =
        from bits in Gen.Choose(0, (1 << Scopes.Count) - 1)
        from isMember in Gen.Elements(true, false)
        select new Access(Scopes.Where((_, i) => (bits >> i & 1) == 1).ToHashSet(), isMember);

    [Fact]
    public void Every_view_is_a_valid_schema_and_a_part_of_the_full_one() => Check(access =>
    {
        var view = SchemaView.Of(Club.Schema, access);

        Assert.Empty(SchemaValidation.Validate(view));
        var known = Coordinates(Club.Schema).ToHashSet();
        Assert.All(Coordinates(view).Where(coordinate => coordinate != "Query.nothing"), coordinate => Assert.Contains(coordinate, known));
    });

    [Fact]
    public void A_view_shows_nothing_that_needs_a_scope_which_is_not_there() => Check(access =>
    {
        var view = SchemaView.Of(Club.Schema, access);

        foreach (var type in view.Types.Values.OfType<FieldsType>())
        {
            Assert.True(type.Scope is null || access.Has(type.Scope), type.Name);
            foreach (var field in type.Fields.Values)
            {
                Assert.True(field.Scope is null || access.Has(field.Scope), $"{type}.{field.Name}");
                Assert.Equal(field.IsPersonal && !access.ReadsPersonalData, field.IsMasked);
            }
        }
    });

    [Fact]
    public void A_view_refers_to_no_type_outside_of_it() => Check(access =>
    {
        var view = SchemaView.Of(Club.Schema, access);

        foreach (var type in view.Types.Values)
            foreach (var named in References(type)) Assert.Same(view.Types[named.Name], named);
    });

    [Fact]
    public void With_more_scopes_nothing_is_lost() => Check(access =>
    {
        foreach (var scope in Scopes)
        {
            var more = SchemaView.Of(Club.Schema, access with { Scopes = access.Scopes.Append(scope).ToHashSet() });
            var lost = Coordinates(SchemaView.Of(Club.Schema, access)).Except(Coordinates(more));
            Assert.DoesNotContain(lost, coordinate => coordinate != "Query.nothing");
        }
    });

    static void Check(Action<Access> property) =>
        Prop.ForAll(Accesses.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    static IEnumerable<string> Coordinates(GraphQLSchema schema) => schema.Types.Values.SelectMany(type => type switch
    {
        FieldsType fields => fields.Fields.Values.SelectMany(field => field.Arguments.Keys.Select(name => $"{type}.{field.Name}({name}:)")
            .Append($"{type}.{field.Name}: {field.Type}")).Concat(fields.Interfaces.Select(face => $"{type}: {face}")),
        UnionType union => union.Types.Select(member => $"{type}: {member}"),
        InputObjectType input => input.Fields.Values.Select(field => $"{type}.{field.Name}: {field.Type}"),
        _ => [type.Name],
    });

    static IEnumerable<NamedType> References(NamedType type) => type switch
    {
        FieldsType fields => fields.Fields.Values
            .SelectMany(field => field.Arguments.Values.Select(argument => argument.Type.Named).Append(field.Type.Named))
            .Concat(fields.Interfaces),
        UnionType union => union.Types,
        InputObjectType input => input.Fields.Values.Select(field => field.Type.Named),
        _ => [],
    };
}
