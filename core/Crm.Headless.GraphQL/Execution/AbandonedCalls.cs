namespace Crm.Headless.GraphQL.Execution;

/// <summary>
/// Calls of resolvers that the run no longer waits for, because their time was over or the caller gave up, and that didn't stop when they
/// were told. They may still use the request's services.
/// </summary>
public sealed class AbandonedCalls
{
    readonly Lock _changing = new();
    List<Task>? _calls;

    public bool Any => _calls is not null;

    /// <summary>Done when the last of them has ended, whatever became of it; at once when there are none.</summary>
    public Task WhenEnded()
    {
        lock (_changing) return _calls is null ? Task.CompletedTask : Task.WhenAll(_calls);
    }

    // Nobody waits any more: a failure that comes later must not come up as unobserved.
    internal void Add(Task call)
    {
        var ended = call.ContinueWith(
            static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        lock (_changing) (_calls ??= []).Add(ended);
    }
}
