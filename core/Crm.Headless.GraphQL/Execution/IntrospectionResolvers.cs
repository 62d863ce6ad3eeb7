using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>
/// Answers the schema introspection system (spec section 4.2) from the type system itself: the value of a <c>__Type</c> is a
/// <see cref="GraphQLType"/>, that of a <c>__Field</c> a <see cref="Field"/>, and so on.
/// </summary>
sealed class IntrospectionResolvers
{
    readonly Dictionary<(string Type, string Field), FieldResolver> _resolvers = [];

    public IntrospectionResolvers(GraphQLSchema schema)
    {
        AddSchema(schema);
        AddType(schema);
        AddField();
        AddInputValue();
        AddEnumValue();
        AddDirective();
    }

    public FieldResolver? Find(ObjectType type, Field field) =>
        field == MetaFields.Schema ? _resolvers[("Query", "__schema")]
        : field == MetaFields.Type ? _resolvers[("Query", "__type")]
        : type.Name.StartsWith("__", StringComparison.Ordinal) ? _resolvers.GetValueOrDefault((type.Name, field.Name))
        : null;

    // Spec section 4.2.1.
    void AddSchema(GraphQLSchema schema)
    {
        Compute<object>("Query", "__schema", (_, _) => schema);
        Compute<object>("Query", "__type", (_, arguments) => schema.TryGetType((string)arguments[0]!, out var type) ? type : null);
        Read<GraphQLSchema>("__Schema", "description", it => it.Description);
        Read<GraphQLSchema>("__Schema", "types", it => it.Types.Values);
        Read<GraphQLSchema>("__Schema", "queryType", it => it.Query);
        Read<GraphQLSchema>("__Schema", "mutationType", it => it.Mutation);
        Read<GraphQLSchema>("__Schema", "subscriptionType", it => it.Subscription);
        Read<GraphQLSchema>("__Schema", "directives", it => it.Directives.Values);
    }

    // Spec section 4.2.2.
    void AddType(GraphQLSchema schema)
    {
        Read<GraphQLType>("__Type", "kind", KindOf);
        Read<GraphQLType>("__Type", "name", it => (it as NamedType)?.Name);
        Read<GraphQLType>("__Type", "description", it => (it as NamedType)?.Description);
        Read<GraphQLType>("__Type", "specifiedByURL", it => (it as ScalarType)?.SpecifiedBy?.OriginalString);
        Compute<GraphQLType>("__Type", "fields", (it, arguments) =>
            (it as FieldsType)?.Fields.Values.Where(field => IsWanted(field.DeprecationReason, arguments)));
        Read<GraphQLType>("__Type", "interfaces", it => (it as FieldsType)?.Interfaces);
        Read<GraphQLType>("__Type", "possibleTypes", it =>
            it is InterfaceType or UnionType ? schema.PossibleTypes((CompositeType)it) : null);
        Compute<GraphQLType>("__Type", "enumValues", (it, arguments) =>
            (it as EnumType)?.Values.Values.Where(value => IsWanted(value.DeprecationReason, arguments)));
        Compute<GraphQLType>("__Type", "inputFields", (it, arguments) =>
            (it as InputObjectType)?.Fields.Values.Where(field => IsWanted(field.DeprecationReason, arguments)));
        Read<GraphQLType>("__Type", "ofType", it => (it as ListType)?.OfType ?? (it as NonNullType)?.OfType);
        Read<GraphQLType>("__Type", "isOneOf", it => (it as InputObjectType)?.IsOneOf);
    }

    // Spec section 4.2.3.
    void AddField()
    {
        Read<Field>("__Field", "name", it => it.Name);
        Read<Field>("__Field", "description", it => it.Description);
        Compute<Field>("__Field", "args", (it, arguments) => Wanted(it.Arguments.Values, arguments));
        Read<Field>("__Field", "type", it => it.Type);
        Read<Field>("__Field", "isDeprecated", it => it.DeprecationReason is not null);
        Read<Field>("__Field", "deprecationReason", it => it.DeprecationReason);
    }

    // Spec section 4.2.4.
    void AddInputValue()
    {
        Read<InputValue>("__InputValue", "name", it => it.Name);
        Read<InputValue>("__InputValue", "description", it => it.Description);
        Read<InputValue>("__InputValue", "type", it => it.Type);
        Read<InputValue>("__InputValue", "defaultValue", it => it.DefaultValue is null ? null : GraphQLPrinter.Print(it.DefaultValue));
        Read<InputValue>("__InputValue", "isDeprecated", it => it.DeprecationReason is not null);
        Read<InputValue>("__InputValue", "deprecationReason", it => it.DeprecationReason);
    }

    // Spec section 4.2.5.
    void AddEnumValue()
    {
        Read<EnumValue>("__EnumValue", "name", it => it.Name);
        Read<EnumValue>("__EnumValue", "description", it => it.Description);
        Read<EnumValue>("__EnumValue", "isDeprecated", it => it.DeprecationReason is not null);
        Read<EnumValue>("__EnumValue", "deprecationReason", it => it.DeprecationReason);
    }

    // Spec section 4.2.6.
    void AddDirective()
    {
        Read<DirectiveType>("__Directive", "name", it => it.Name);
        Read<DirectiveType>("__Directive", "description", it => it.Description);
        Read<DirectiveType>("__Directive", "isRepeatable", it => it.IsRepeatable);
        Read<DirectiveType>("__Directive", "locations", it => it.Locations);
        Compute<DirectiveType>("__Directive", "args", (it, arguments) => Wanted(it.Arguments.Values, arguments));
    }

    static string KindOf(GraphQLType type) => type switch
    {
        ScalarType => "SCALAR",
        ObjectType => "OBJECT",
        InterfaceType => "INTERFACE",
        UnionType => "UNION",
        EnumType => "ENUM",
        InputObjectType => "INPUT_OBJECT",
        ListType => "LIST",
        _ => "NON_NULL",
    };

    static IEnumerable<InputValue> Wanted(IEnumerable<InputValue> values, FieldArguments arguments) =>
        values.Where(value => IsWanted(value.DeprecationReason, arguments));

    static bool IsWanted(string? deprecation, FieldArguments arguments) =>
        deprecation is null || arguments.Get("includeDeprecated") is true;

    void Read<T>(string type, string field, Func<T, object?> read) where T : class =>
        _resolvers.Add((type, field), new MemberResolver(parent => read((T)parent)));

    void Compute<T>(string type, string field, Func<T, FieldArguments, object?> compute) where T : class =>
        _resolvers.Add((type, field), new ComputedResolver((parent, arguments) => compute((T)parent, arguments)));
}
