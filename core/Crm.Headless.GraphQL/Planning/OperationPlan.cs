using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>An operation ready to run any number of times with different variables. Immutable.</summary>
sealed class OperationPlan
{
    public required Source Source { get; init; }
    public required OperationType Operation { get; init; }
    public string? Name { get; init; }
    public required IReadOnlyList<VariablePlan> Variables { get; init; }
    public required ConditionVariables Conditions { get; init; }
    public required ObjectPlan Root { get; init; }

    public required OperationCost Cost { get; init; }

    /// <summary>Fields planned, over all types: what the plan weighs.</summary>
    public required int FieldCount { get; init; }

    public SourceLocation LocationOf(int start) => Source.LocationOf(start);
}

/// <summary>A variable that the operation declares.</summary>
/// <param name="Start">Where it stands in the document.</param>
sealed record VariablePlan(string Name, GraphQLType Type, ValueNode? Default, int Start);
