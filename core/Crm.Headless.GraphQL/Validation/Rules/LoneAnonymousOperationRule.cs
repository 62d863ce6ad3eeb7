using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.2.3.1 Lone Anonymous Operation: an anonymous operation must be the only operation of the document.</summary>
sealed class LoneAnonymousOperationRule(ValidationContext context) : ValidationRule
{
    readonly int _operations = context.Document.Operations.Count();

    public override void EnterOperation(OperationDefinitionNode node)
    {
        if (node.Name is null && _operations > 1)
            context.Report("This anonymous operation must be the only defined operation.", node);
    }
}
