using Crm.Headless.GraphQL.Execution.Running;

namespace Crm.Headless.GraphQL.Execution.Writing;

/// <summary>The <c>extensions</c> of an answer: the executor's own, and the cost report where it is asked for.</summary>
static class ResponseExtensions
{
    public static IEnumerable<KeyValuePair<string, object?>> Of(OperationRun run)
    {
        foreach (var entry in run.Options.Extensions) yield return entry;
        if (run.Costs is not null) yield return new("cost", CostOf(run, run.Costs));
    }

    static Dictionary<string, object?> CostOf(OperationRun run, FieldCosts costs) => new()
    {
        ["static"] = run.Plan.Cost.Of(run.Variables),
        ["limit"] = run.Options.MaxCost,
        ["objects"] = run.Objects,
        ["milliseconds"] = costs.Milliseconds,
        ["plugins"] = costs.Plugins,
    };
}
