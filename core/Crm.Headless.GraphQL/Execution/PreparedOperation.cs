using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Planning;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>An operation that was parsed, validated, found within the limits and planned. Valid with the executor that made it.</summary>
public sealed class PreparedOperation
{
    internal PreparedOperation(OperationPlan plan) => Plan = plan;

    internal OperationPlan Plan { get; }
    public OperationType Operation => Plan.Operation;
    public string? Name => Plan.Name;

    /// <summary>The static cost, with the sizes that fields declare for their lists where a variable decides.</summary>
    public double Cost => Plan.Cost.Assumed;

    /// <summary>The same, with large pages where a variable decides: what the operation may come to cost.</summary>
    public double MostCost => Plan.Cost.Most;
}
