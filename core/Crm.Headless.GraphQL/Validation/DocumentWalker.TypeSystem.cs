using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

sealed partial class DocumentWalker
{
    void VisitTypeSystem(TypeSystemDefinitionNode node)
    {
        foreach (var rule in rules) rule.EnterTypeSystemDefinition(node);
        switch (node)
        {
            case SchemaDefinitionNode schema:
                VisitDirectives(schema, schema.Directives, "SCHEMA");
                foreach (var root in schema.OperationTypes) VisitType(root.Type);
                break;
            case ScalarTypeDefinitionNode:
                VisitDirectives(node, node.Directives, "SCALAR");
                break;
            case FieldsTypeDefinitionNode type:
                VisitTypes(type.Interfaces);
                VisitDirectives(type, type.Directives, type is ObjectTypeDefinitionNode ? "OBJECT" : "INTERFACE");
                foreach (var field in type.Fields) VisitFieldDefinition(field);
                break;
            case UnionTypeDefinitionNode union:
                VisitDirectives(union, union.Directives, "UNION");
                VisitTypes(union.Types);
                break;
            case EnumTypeDefinitionNode type:
                VisitDirectives(type, type.Directives, "ENUM");
                foreach (var value in type.Values) VisitDirectives(value, value.Directives, "ENUM_VALUE");
                break;
            case InputObjectTypeDefinitionNode input:
                VisitDirectives(input, input.Directives, "INPUT_OBJECT");
                VisitInputValues(input.Fields, "INPUT_FIELD_DEFINITION");
                break;
            case DirectiveDefinitionNode directive:
                VisitInputValues(directive.Arguments, "ARGUMENT_DEFINITION");
                break;
        }
    }

    void VisitTypes(IReadOnlyList<NamedTypeNode> types)
    {
        foreach (var type in types) VisitType(type);
    }

    void VisitFieldDefinition(FieldDefinitionNode node)
    {
        foreach (var rule in rules) rule.EnterFieldDefinition(node);
        VisitInputValues(node.Arguments, "ARGUMENT_DEFINITION");
        VisitType(node.Type);
        VisitDirectives(node, node.Directives, "FIELD_DEFINITION");
    }

    void VisitInputValues(IReadOnlyList<InputValueDefinitionNode> values, string location)
    {
        foreach (var value in values)
        {
            VisitType(value.Type);
            // The type may be one of this very document: that the default fits it is checked when the schema is built.
            if (value.DefaultValue is not null) VisitValue(value.DefaultValue, null);
            VisitDirectives(value, value.Directives, location);
        }
    }
}
