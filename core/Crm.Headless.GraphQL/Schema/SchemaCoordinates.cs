using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>Finds what a schema coordinate names (spec section 2.14).</summary>
public static class SchemaCoordinates
{
    /// <summary>A <see cref="NamedType"/>, <see cref="Field"/>, <see cref="InputValue"/>, <see cref="EnumValue"/> or
    /// <see cref="DirectiveType"/>; null when the schema has no such element.</summary>
    public static object? Resolve(this GraphQLSchema schema, SchemaCoordinate coordinate)
    {
        if (coordinate.IsDirective)
        {
            var directive = schema.Directives.GetValueOrDefault(coordinate.Name);
            return coordinate.Argument is null ? directive : directive?.Arguments.GetValueOrDefault(coordinate.Argument);
        }
        var type = schema.Types.GetValueOrDefault(coordinate.Name);
        if (coordinate.Member is null) return type;
        var member = MemberOf(type, coordinate.Member);
        return coordinate.Argument is null ? member : (member as Field)?.Arguments.GetValueOrDefault(coordinate.Argument);
    }

    static object? MemberOf(NamedType? type, string name) => type switch
    {
        FieldsType fields => fields.Fields.GetValueOrDefault(name),
        InputObjectType input => input.Fields.GetValueOrDefault(name),
        EnumType values => values.Values.GetValueOrDefault(name),
        _ => null,
    };
}
