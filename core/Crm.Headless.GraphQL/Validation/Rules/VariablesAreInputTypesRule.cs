using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.8.2 Variables Are Input Types: a variable can only be a scalar, an enum, an input object, or a list of these.</summary>
sealed class VariablesAreInputTypesRule(ValidationContext context) : ValidationRule
{
    public override void EnterVariableDefinition(VariableDefinitionNode node)
    {
        if (context.TypeOf(node.Type) is { IsInput: false })
            context.Report($"Variable \"${node.Variable.Name}\" cannot be non-input type \"{node.Type}\".", node.Type);
    }
}
