namespace Crm.Headless.GraphQL.Schema;

/// <summary>The fields that no type lists and that can be selected all the same (spec section 4).</summary>
public static class MetaFields
{
    /// <summary><c>__typename: String!</c>, on every composite type.</summary>
    public static Field TypeName { get; } = new("__typename", new NonNullType(BuiltInScalars.String))
    {
        Description = "The name of the current Object type at runtime.",
    };

    /// <summary><c>__schema: __Schema!</c>, on the query root.</summary>
    public static Field Schema { get; } = new("__schema", new NonNullType(IntrospectionTypes.All["__Schema"]))
    {
        Description = "Access the current type schema of this server.",
    };

    /// <summary><c>__type(name: String!): __Type</c>, on the query root.</summary>
    public static Field Type { get; } = new("__type", IntrospectionTypes.All["__Type"])
    {
        Description = "Request the type information of a single type.",
        Arguments = new FieldMap<InputValue>([new InputValue("name", new NonNullType(BuiltInScalars.String))], argument => argument.Name),
    };

    /// <summary>The field that a selection on <paramref name="parent"/> means, meta-fields included; null when there is none.</summary>
    public static Field? Find(GraphQLSchema schema, CompositeType parent, string name)
    {
        if (name == TypeName.Name) return TypeName;
        if (parent == schema.Query && name == Schema.Name) return Schema;
        if (parent == schema.Query && name == Type.Name) return Type;
        return parent is FieldsType type ? type.Fields.GetValueOrDefault(name) : null;
    }
}
