using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.2.1.1 Operation Type Existence: the schema must have a root type for the kind of each operation.</summary>
sealed class KnownOperationTypesRule(ValidationContext context) : ValidationRule
{
    public override void EnterOperation(OperationDefinitionNode node)
    {
        if (context.Schema.RootOf(node.Operation) is not null) return;
        var kind = node.Operation.ToString().ToLowerInvariant();
        context.Report($"The {kind} operation is not supported by the schema.", node);
    }
}
