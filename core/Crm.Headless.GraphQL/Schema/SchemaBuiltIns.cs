namespace Crm.Headless.GraphQL.Schema;

/// <summary>What every schema contains without saying so (spec sections 3.5, 3.13 and 4).</summary>
static class SchemaBuiltIns
{
    public static bool Contains(NamedType type) =>
        BuiltInScalars.All.ContainsKey(type.Name) || IntrospectionTypes.All.ContainsKey(type.Name);

    public static bool Contains(DirectiveType directive) => BuiltInDirectives.All.Contains(directive);

    /// <summary>The given directives, and the built-in ones that aren't defined anew.</summary>
    public static IEnumerable<DirectiveType> Complete(IEnumerable<DirectiveType> directives)
    {
        var given = directives.ToList();
        var names = given.Select(directive => directive.Name).ToHashSet();
        return given.Concat(BuiltInDirectives.All.Where(builtIn => !names.Contains(builtIn.Name)));
    }

    /// <summary>
    /// The given types, the built-in scalars that something refers to (an unused one must not be listed) in the order of their first
    /// use, and the introspection types.
    /// </summary>
    public static IEnumerable<NamedType> Complete(IEnumerable<NamedType> types, IEnumerable<DirectiveType> directives)
    {
        var given = types.Where(type => !Contains(type)).ToList();
        var all = given.Concat(IntrospectionTypes.All.Values).ToList();
        var used = all.SelectMany(References)
            .Concat(directives.SelectMany(directive => directive.Arguments.Values).Select(argument => argument.Type.Named))
            .Where(type => BuiltInScalars.All.ContainsKey(type.Name))
            .Select(type => BuiltInScalars.All[type.Name])
            .Distinct();
        return given.Concat(used)
            .Concat(IntrospectionTypes.All.Values);
    }

    static IEnumerable<NamedType> References(NamedType type) => type switch
    {
        FieldsType fields => fields.Fields.Values.SelectMany(field =>
            field.Arguments.Values.Select(argument => argument.Type.Named).Prepend(field.Type.Named)),
        InputObjectType input => input.Fields.Values.Select(field => field.Type.Named),
        _ => [],
    };
}
