namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>A token that ends with the caller's, or when the time is over; tells which.</summary>
sealed class RunTimeLimit : IDisposable
{
    readonly CancellationToken _caller;
    readonly CancellationTokenSource _timer;
    readonly CancellationTokenRegistration _link;

    public RunTimeLimit(ExecutorOptions options, CancellationToken caller) : this(options.MaxRunTime, options.Time, caller) { }

    public RunTimeLimit(TimeSpan time, TimeProvider clock, CancellationToken caller)
    {
        _caller = caller;
        _timer = new(time, clock);
        _link = caller.UnsafeRegister(static timer => ((CancellationTokenSource)timer!).Cancel(), _timer);
    }

    public CancellationToken Token => _timer.Token;
    public bool IsOver => _timer.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Dispose()
    {
        _link.Dispose();
        _timer.Dispose();
    }
}
