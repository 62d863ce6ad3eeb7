using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.8.5 All Variable Usages Are Allowed: the type of a variable must fit every place where an operation uses it.</summary>
sealed class VariablesInAllowedPositionRule(ValidationContext context) : ValidationRule
{
    public override void LeaveDocument(DocumentNode node)
    {
        foreach (var operation in node.Operations)
            if (operation.Variables.Count > 0) Check(operation);
    }

    void Check(OperationDefinitionNode operation)
    {
        var variables = new Dictionary<string, (VariableDefinitionNode Node, GraphQLType? Type)>();
        foreach (var variable in operation.Variables)
            variables[variable.Variable.Name.Value] = (variable, context.TypeOf(variable.Type));

        foreach (var usage in context.Fragments.VariablesOf(operation))
        {
            if (context.IsFull) return;
            if (usage.Type is null || !variables.TryGetValue(usage.Node.Name.Value, out var variable) || variable.Type is null) continue;
            Check(usage, usage.Type, variable.Node, variable.Type);
        }
    }

    void Check(VariableUsage usage, GraphQLType expected, VariableDefinitionNode variable, GraphQLType type)
    {
        if (!IsAllowed(usage, expected, variable, type))
            context.Report($"Variable \"${usage.Node.Name}\" of type \"{type}\" used in position expecting type \"{expected}\".",
                variable, usage.Node);
        // A variable that may be null can't stand in a oneOf, whose one entry must not be.
        if (usage.Parent is { IsOneOf: true } parent && !type.IsNonNull)
            context.Report($"Variable \"${usage.Node.Name}\" is of type \"{type}\" but must be non-nullable to be used for OneOf Input "
                + $"Object \"{parent}\".", variable, usage.Node);
    }

    // IsVariableUsageAllowed(): a variable that may be null fits a non-null place if either has a default value other than null.
    bool IsAllowed(VariableUsage usage, GraphQLType expected, VariableDefinitionNode variable, GraphQLType type)
    {
        if (expected is not NonNullType nonNull || type.IsNonNull) return TypeRelations.IsSubType(context.Schema, type, expected);
        var variableHasDefault = variable.DefaultValue is not (null or NullValueNode);
        return (variableHasDefault || usage.HasDefault) && TypeRelations.IsSubType(context.Schema, type, nonNull.OfType);
    }
}
