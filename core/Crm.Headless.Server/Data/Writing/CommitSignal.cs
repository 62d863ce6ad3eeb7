namespace Crm.Headless.Server.Data;

/// <summary>Tells whoever reads events that this process committed something. One for the process; signals while nobody looks are kept as one.</summary>
internal sealed class CommitSignal
{
    volatile TaskCompletionSource _next = New();

    /// <summary>Take it before looking for work: it completes with the next commit after that.</summary>
    public Task Next => _next.Task;

    public void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
