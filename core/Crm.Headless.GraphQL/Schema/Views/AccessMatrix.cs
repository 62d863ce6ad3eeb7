namespace Crm.Headless.GraphQL.Schema;

/// <summary>
/// What exists of a schema for whom, read off the very views that operations run on. A row for every field, argument and input field; a
/// level for each access that was asked for.
/// </summary>
public static class AccessMatrix
{
    /// <param name="accesses">Their levels stand in this order.</param>
    public static IEnumerable<AccessRow> Of(GraphQLSchema schema, IReadOnlyList<Access> accesses)
    {
        var views = accesses.Select(access => SchemaView.Of(schema, access)).ToList();
        foreach (var type in schema.Types.Values.Where(type => !SchemaBuiltIns.Contains(type)))
            foreach (var row in type switch
            {
                FieldsType fields => Of(fields, views),
                InputObjectType input => Of(input, views),
                _ => [],
            })
                yield return row;
    }

    static IEnumerable<AccessRow> Of(FieldsType type, List<GraphQLSchema> views)
    {
        foreach (var field in type.Fields.Values)
        {
            var shown = views
                .Select(view => (view.Types.GetValueOrDefault(type.Name) as FieldsType)?.Fields.GetValueOrDefault(field.Name)).ToList();
            yield return new($"{type}.{field.Name}", field.Owner, field.Scope ?? type.Scope, field.IsPersonal || type.IsPersonal,
                [.. shown.Select(one => one is null ? AccessLevel.None : one.IsMasked ? AccessLevel.Masked : AccessLevel.Full)]);
            foreach (var argument in field.Arguments.Values)
                yield return Of($"{type}.{field.Name}({argument.Name}:)", argument, field.Scope ?? type.Scope,
                    shown.Select(one => one?.Arguments.ContainsKey(argument.Name) == true));
        }
    }

    static IEnumerable<AccessRow> Of(InputObjectType type, List<GraphQLSchema> views) => type.Fields.Values.Select(field => Of(
        $"{type}.{field.Name}", field, type.Scope,
        views.Select(view => view.Types.GetValueOrDefault(type.Name) is InputObjectType input && input.Fields.ContainsKey(field.Name))));

    static AccessRow Of(string coordinate, InputValue value, string? scopeOfParent, IEnumerable<bool> isShown) => new(
        coordinate, value.Owner, value.Scope ?? value.Follows?.Field?.Scope ?? value.Follows?.Type.Scope ?? scopeOfParent,
        value.IsPersonal || value.Follows?.Field is { IsPersonal: true },
        [.. isShown.Select(shown => shown ? AccessLevel.Full : AccessLevel.None)]);
}

/// <summary>Who may use one element of a schema.</summary>
/// <param name="Coordinate">A field, an argument or an input field, such as <c>Contact.email</c> (spec section 2.14).</param>
/// <param name="Owner">Who brought it.</param>
/// <param name="Scope">What it needs itself, or its type does; null: it follows from what leads to it.</param>
/// <param name="IsPersonal">It tells something about a person.</param>
/// <param name="Levels">One for each access.</param>
public sealed record AccessRow(string Coordinate, Owner Owner, string? Scope, bool IsPersonal, IReadOnlyList<AccessLevel> Levels);

/// <summary>How far a role may use an element of the schema.</summary>
public enum AccessLevel
{
    /// <summary>It doesn't exist.</summary>
    None,

    /// <summary>Readable as far as a mask leaves something.</summary>
    Masked,

    /// <summary>As it is.</summary>
    Full,
}
