namespace Crm.Headless.Server.Data;

/// <summary>Tells whoever reads events that something was committed. One for the process; signals while nobody looks are kept as one.</summary>
internal sealed class CommitSignal
{
    volatile TaskCompletionSource _next = New();
    volatile TaskCompletionSource _nextOwn = New();

    /// <summary>Take it before looking for work: it completes with the next commit after that, of whichever process.</summary>
    public Task Next => _next.Task;

    /// <summary>The next commit of this process, of which other nodes have to be told.</summary>
    public Task NextOwn => _nextOwn.Task;

    /// <summary>This process committed something.</summary>
    public void Raise()
    {
        Interlocked.Exchange(ref _nextOwn, New()).TrySetResult();
        Hear();
    }

    /// <summary>Another node says that it did.</summary>
    public void Hear() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
