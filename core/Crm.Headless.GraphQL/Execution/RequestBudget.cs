using Crm.Headless.GraphQL.Execution.Running;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>The limits of a request that runs its operation several times: what one run has used is missing to the next.</summary>
public sealed class RequestBudget
{
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    double _cost;
    int _objects, _introspected, _bytes;
    TimeSpan _time;

    internal ExecutorOptions RestOf(ExecutorOptions limits) => limits with
    {
        MaxCost = limits.MaxCost - _cost,
        MaxObjects = limits.MaxObjects - _objects,
        MaxIntrospectionObjects = limits.MaxIntrospectionObjects - _introspected,
        MaxResponseBytes = limits.MaxResponseBytes - _bytes,
        MaxRunTime = limits.MaxRunTime - _time is var rest && rest > Moment ? rest : Moment,
        Sharing = ", which is left of what all runs of the request share",
    };

    internal void Use(OperationRun run, OperationResult result, TimeSpan time)
    {
        _cost += run.Plan.Cost.Of(run.Variables);
        _objects += run.Objects;
        _introspected += run.IntrospectionObjects;
        _bytes += result.Json.Length;
        _time += time;
    }
}
