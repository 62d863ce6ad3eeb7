using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Testing.Conformance;

/// <summary>What a plugin adds to the schema.</summary>
static class OwnFields
{
    public static IEnumerable<(FieldsType Type, Field Field)> Of(GraphQLSchema schema, string plugin) =>
        from type in schema.Types.Values.OfType<FieldsType>()
        from field in type.Fields.Values
        where field.Owner.Id == plugin
        select (type, field);

    /// <summary>What the host derives of the plugin's types it describes itself, or it speaks for itself.</summary>
    public static bool IsGenerated(NamedType type) =>
        type.Follows is not null || type.Name.EndsWith("Connection", StringComparison.Ordinal) || type.Name.EndsWith("Edge", StringComparison.Ordinal);
}
