namespace Crm.Headless.GraphQL.Schema;

/// <summary>
/// The part of a schema that exists for somebody: without the types, fields, arguments and input fields that may not be used, and with
/// masks on personal data.
/// </summary>
public static class SchemaView
{
    /// <summary>The schema itself when all of it exists.</summary>
    public static GraphQLSchema Of(GraphQLSchema schema, Access access) => Of(schema, new Visibility(schema, access));

    internal static GraphQLSchema Of(GraphQLSchema schema, Visibility visible) =>
        visible.ShowsEverything ? schema : SchemaCopy.Of(schema, visible);

    /// <summary>All that something in the schema needs, and the right to personal data.</summary>
    public static IReadOnlyList<string> ScopesOf(GraphQLSchema schema) =>
    [
        .. schema.Types.Values.SelectMany(ScopesOf).Append(Access.PersonalData).OfType<string>().Distinct().Order(StringComparer.Ordinal),
    ];

    static IEnumerable<string?> ScopesOf(NamedType type) => type switch
    {
        FieldsType fields => fields.Fields.Values
            .SelectMany(field => field.Arguments.Values.Select(argument => argument.Scope).Append(field.Scope)
            .Concat(field.Masks.Select(mask => mask.Scope))).Append(type.Scope),
        InputObjectType input => input.Fields.Values.Select(field => field.Scope).Append(type.Scope),
        _ => [type.Scope],
    };
}
