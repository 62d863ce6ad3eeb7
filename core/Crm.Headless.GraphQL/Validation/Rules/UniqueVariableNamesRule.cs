using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.8.1 Variable Uniqueness: an operation must not define two variables of one name.</summary>
sealed class UniqueVariableNamesRule(ValidationContext context) : ValidationRule
{
    public override void EnterOperation(OperationDefinitionNode node)
    {
        foreach (var same in node.Variables.GroupBy(variable => variable.Variable.Name.Value).Where(group => group.Count() > 1))
            context.Report($"There can be only one variable named \"${same.Key}\".", [.. same.Select(variable => variable.Variable.Name)]);
    }
}
