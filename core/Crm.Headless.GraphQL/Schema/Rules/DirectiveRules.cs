using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>Section 3.13: a directive has locations and arguments of input types, and doesn't refer to itself.</summary>
static class DirectiveRules
{
    public static void Check(SchemaProblems problems, DirectiveType directive)
    {
        var coordinate = "@" + directive.Name;
        NameRules.Check(problems, "Directive", coordinate, directive.Name, directive.Owner, directive.Syntax?.Name);
        if (directive.Locations.Count == 0)
            problems.Add(
                $"{SchemaProblems.Name("Directive", coordinate, directive.Owner)} must have one or more locations.", directive.Syntax);
        foreach (var argument in directive.Arguments.Values)
            InputValueRules.Check(problems, "Argument", $"{coordinate}({argument.Name}:)", argument);
        if (ReachesItself(problems.Schema, directive))
            problems.Add($"{SchemaProblems.Name("Directive", coordinate, directive.Owner)} must not refer to itself, neither directly nor "
                + "through the types of its arguments. Remove its use there.", directive.Syntax);
    }

    // A directive's definition must not contain the use of a directive which references it through types or directives.
    static bool ReachesItself(GraphQLSchema schema, DirectiveType start)
    {
        var seen = new HashSet<object>();
        var pending = new Stack<object>(References(schema, start));
        while (pending.TryPop(out var next))
        {
            if (next == start) return true;
            if (!seen.Add(next)) continue;
            foreach (var reference in References(schema, next)) pending.Push(reference);
        }
        return false;
    }

    static IEnumerable<object> References(GraphQLSchema schema, object element) => element switch
    {
        DirectiveType directive => directive.Arguments.Values.SelectMany(argument => References(schema, argument)),
        InputObjectType input => input.Fields.Values.SelectMany(field => References(schema, field)).Concat(UsedOn(schema, input)),
        EnumType values => UsedOn(schema, values)
            .Concat(Parts(values).OfType<EnumTypeDefinitionNode>().SelectMany(part => part.Values)
                .SelectMany(value => Used(schema, value.Directives))),
        NamedType type => UsedOn(schema, type),
        _ => [],
    };

    static IEnumerable<object> References(GraphQLSchema schema, InputValue value) =>
        Used(schema, value.Syntax?.Directives ?? []).Prepend(value.Type.Named);

    static IEnumerable<object> UsedOn(GraphQLSchema schema, NamedType type) =>
        Parts(type).SelectMany(part => Used(schema, part.Directives));

    static IEnumerable<TypeDefinitionNode> Parts(NamedType type) => type.Syntax is null ? [] : type.Extensions.Prepend(type.Syntax);

    static IEnumerable<object> Used(GraphQLSchema schema, IReadOnlyList<DirectiveNode> directives) => directives
        .Select(used => schema.Directives.GetValueOrDefault(used.Name.Value))
        .OfType<DirectiveType>();
}
