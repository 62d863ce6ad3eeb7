namespace Crm.Headless.GraphQL.Language;

public static partial class GraphQLPrinter
{
    static string PrintTypeSystem(TypeSystemDefinitionNode definition) =>
        Describe(definition.Description) + (definition.IsExtension ? "extend " : "") + PrintDefinition(definition);

    static string PrintDefinition(TypeSystemDefinitionNode definition) => definition switch
    {
        SchemaDefinitionNode schema => Words("schema", Directives(schema.Directives), Block(schema.OperationTypes)),
        ScalarTypeDefinitionNode scalar => Head("scalar", scalar),
        ObjectTypeDefinitionNode type => PrintFieldsType("type", type),
        InterfaceTypeDefinitionNode type => PrintFieldsType("interface", type),
        UnionTypeDefinitionNode union => Words(Head("union", union), Wrap("= ", Join(" | ", union.Types))),
        EnumTypeDefinitionNode type => Words(Head("enum", type), Block(type.Values)),
        InputObjectTypeDefinitionNode input => Words(Head("input", input), Block(input.Fields)),
        DirectiveDefinitionNode directive => PrintDirectiveDefinition(directive),
        _ => throw new ArgumentException($"A {definition.GetType().Name} has no printed form. Add one to {nameof(GraphQLPrinter)}."),
    };

    static string Head(string keyword, TypeDefinitionNode type) => Words(keyword, type.Name.Value, Directives(type.Directives));

    static string PrintFieldsType(string keyword, FieldsTypeDefinitionNode type) => Words(
        keyword, type.Name.Value, Wrap("implements ", Join(" & ", type.Interfaces)), Directives(type.Directives), Block(type.Fields));

    static string PrintDirectiveDefinition(DirectiveDefinitionNode directive) => Words(
        $"directive @{directive.Name}{PrintParenthesized(directive.Arguments)}",
        directive.IsRepeatable ? "repeatable" : "", "on " + Join(" | ", directive.Locations));

    static string PrintFieldDefinition(FieldDefinitionNode field) => Describe(field.Description)
        + Words($"{field.Name}{PrintParenthesized(field.Arguments)}: {field.Type}", Directives(field.Directives));

    static string PrintInputValue(InputValueDefinitionNode value) => Describe(value.Description)
        + Words($"{value.Name}: {value.Type}{DefaultValue(value.DefaultValue)}", Directives(value.Directives));
}
