using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>Turns a schema back into the definitions that it could have been built from.</summary>
sealed class SchemaSyntax(bool sorted)
{
    public DocumentNode Of(GraphQLSchema schema)
    {
        var directives = schema.Directives.Values.Where(directive => !SchemaBuiltIns.Contains(directive));
        var types = schema.Types.Values.Where(type => !SchemaBuiltIns.Contains(type));
        return new DocumentNode(new Source(""),
        [
            .. NeedsDefinition(schema) ? [Definition(schema)] : Array.Empty<DefinitionNode>(),
            .. Order(directives, directive => directive.Name).Select(Of),
            .. Order(types, type => type.Name).Select(Of),
        ]);
    }

    public TypeDefinitionNode Of(NamedType type)
    {
        var (name, description) = (new NameNode(type.Name), Describe(type.Description));
        return type switch
        {
            ObjectType fields => new ObjectTypeDefinitionNode
            {
                Name = name,
                Description = description,
                Interfaces = Names(fields.Interfaces),
                Fields = Fields(fields),
            },
            InterfaceType fields => new InterfaceTypeDefinitionNode
            {
                Name = name,
                Description = description,
                Interfaces = Names(fields.Interfaces),
                Fields = Fields(fields),
            },
            UnionType union => new UnionTypeDefinitionNode { Name = name, Description = description, Types = Names(union.Types) },
            EnumType values => new EnumTypeDefinitionNode
            {
                Name = name,
                Description = description,
                Values = [.. Order(values.Values.Values, value => value.Name).Select(Of)],
            },
            InputObjectType input => new InputObjectTypeDefinitionNode
            {
                Name = name,
                Description = description,
                Directives = input.IsOneOf ? [Directive(BuiltInDirectives.OneOf)] : [],
                Fields = InputValues(input.Fields.Values),
            },
            _ => new ScalarTypeDefinitionNode
            {
                Name = name,
                Description = description,
                Directives = type is ScalarType { SpecifiedBy: { } url }
                    ? [Directive(BuiltInDirectives.SpecifiedBy, ("url", url.OriginalString))]
                    : [],
            },
        };
    }

    // A schema definition should be omitted if each root has its default name, no other type uses one, and there is no description.
    static bool NeedsDefinition(GraphQLSchema schema) => schema.Description is not null || Enum.GetValues<OperationType>()
        .Any(operation => schema.RootOf(operation) is { } root
            ? root.Name != operation.ToString()
            : schema.Types.ContainsKey(operation.ToString()));

    static SchemaDefinitionNode Definition(GraphQLSchema schema) => new()
    {
        Description = Describe(schema.Description),
        OperationTypes = [.. Enum.GetValues<OperationType>()
            .Where(operation => schema.RootOf(operation) is not null)
            .Select(operation => new OperationTypeDefinitionNode(operation, Name(schema.RootOf(operation)!)))],
    };

    DirectiveDefinitionNode Of(DirectiveType directive) => new()
    {
        Name = new NameNode(directive.Name),
        Description = Describe(directive.Description),
        Arguments = InputValues(directive.Arguments.Values),
        IsRepeatable = directive.IsRepeatable,
        Locations = [.. directive.Locations.Select(location => new NameNode(location))],
    };

    IReadOnlyList<FieldDefinitionNode> Fields(FieldsType type) => [.. Order(type.Fields.Values, field => field.Name)
        .Select(field => new FieldDefinitionNode
        {
            Name = new NameNode(field.Name),
            Description = Describe(field.Description),
            Arguments = InputValues(field.Arguments.Values),
            Type = Of(field.Type),
            Directives = Deprecated(field.DeprecationReason),
        })];

    IReadOnlyList<InputValueDefinitionNode> InputValues(IEnumerable<InputValue> values) => [.. Order(values, value => value.Name)
        .Select(value => new InputValueDefinitionNode
        {
            Name = new NameNode(value.Name),
            Description = Describe(value.Description),
            Type = Of(value.Type),
            DefaultValue = value.DefaultValue,
            Directives = Deprecated(value.DeprecationReason),
        })];

    static EnumValueDefinitionNode Of(EnumValue value) => new()
    {
        Name = new NameNode(value.Name),
        Description = Describe(value.Description),
        Directives = Deprecated(value.DeprecationReason),
    };

    static TypeNode Of(GraphQLType type) => type switch
    {
        ListType list => new ListTypeNode(Of(list.OfType)),
        NonNullType nonNull => new NonNullTypeNode(Of(nonNull.OfType)),
        _ => Name(type.Named),
    };

    IReadOnlyList<NamedTypeNode> Names(IEnumerable<NamedType> types) => [.. Order(types, type => type.Name).Select(Name)];

    static NamedTypeNode Name(NamedType type) => new(new NameNode(type.Name));

    static IReadOnlyList<DirectiveNode> Deprecated(string? reason) => reason switch
    {
        null => [],
        BuiltInDirectives.DefaultDeprecationReason => [Directive(BuiltInDirectives.Deprecated)],
        _ => [Directive(BuiltInDirectives.Deprecated, ("reason", reason))],
    };

    static DirectiveNode Directive(DirectiveType directive, params ReadOnlySpan<(string Name, string Value)> arguments)
    {
        var given = new List<ArgumentNode>();
        foreach (var (name, value) in arguments) given.Add(new ArgumentNode(new NameNode(name), new StringValueNode(value)));
        return new DirectiveNode(new NameNode(directive.Name), given);
    }

    static StringValueNode? Describe(string? description) =>
        description is null ? null : new StringValueNode(description, BlockString.CanHold(description));

    IEnumerable<T> Order<T>(IEnumerable<T> members, Func<T, string> name) =>
        sorted ? members.OrderBy(name, StringComparer.Ordinal) : members;
}
