using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.8.3 All Variable Uses Defined: each variable that an operation uses, also through fragments, is defined by it.</summary>
sealed class NoUndefinedVariablesRule(ValidationContext context) : ValidationRule
{
    public override void LeaveDocument(DocumentNode node)
    {
        foreach (var operation in node.Operations) Check(operation);
    }

    void Check(OperationDefinitionNode operation)
    {
        var defined = operation.Variables.Select(variable => variable.Variable.Name.Value).ToHashSet();
        foreach (var usage in context.Fragments.VariablesOf(operation))
        {
            if (context.IsFull) return;
            var name = usage.Node.Name.Value;
            if (defined.Contains(name)) continue;
            context.Report(operation.Name is null
                ? $"Variable \"${name}\" is not defined."
                : $"Variable \"${name}\" is not defined by operation \"{operation.Name}\".", usage.Node, operation);
        }
    }
}
