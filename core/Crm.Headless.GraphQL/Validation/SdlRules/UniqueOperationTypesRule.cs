using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>3.3.1 Root Operation Types: a schema and its extensions name one type for each operation.</summary>
sealed class UniqueOperationTypesRule(ValidationContext context) : ValidationRule
{
    readonly Dictionary<OperationType, OperationTypeDefinitionNode> _known = [];

    public override void EnterTypeSystemDefinition(TypeSystemDefinitionNode node)
    {
        if (node is not SchemaDefinitionNode schema) return;
        foreach (var root in schema.OperationTypes) Check(root);
    }

    void Check(OperationTypeDefinitionNode root)
    {
        var operation = root.Operation.ToString().ToLowerInvariant();
        if (context.Extended?.RootOf(root.Operation) is not null)
            context.Report($"Type for {operation} already defined in the schema. It cannot be redefined.", root);
        else if (!_known.TryAdd(root.Operation, root))
            context.Report($"There can be only one {operation} type in schema.", _known[root.Operation], root);
    }
}
