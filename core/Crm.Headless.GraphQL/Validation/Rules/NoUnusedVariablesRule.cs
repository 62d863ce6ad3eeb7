using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.8.4 All Variables Used: each variable that an operation defines is used by it, or by a fragment that it includes.</summary>
sealed class NoUnusedVariablesRule(ValidationContext context) : ValidationRule
{
    public override void LeaveDocument(DocumentNode node)
    {
        foreach (var operation in node.Operations)
            if (operation.Variables.Count > 0) Check(operation);
    }

    void Check(OperationDefinitionNode operation)
    {
        var used = context.Fragments.VariablesOf(operation).Select(usage => usage.Node.Name.Value).ToHashSet();
        foreach (var variable in operation.Variables)
        {
            var name = variable.Variable.Name.Value;
            if (used.Contains(name)) continue;
            context.Report(operation.Name is null
                ? $"Variable \"${name}\" is never used."
                : $"Variable \"${name}\" is never used in operation \"{operation.Name}\".", variable);
        }
    }
}
