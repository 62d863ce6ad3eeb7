namespace Crm.Headless.Server.Events;

/// <summary>
/// Counts calls of a plugin's code that were given up on and go on nevertheless: each may keep a processor, so that there are no further ones
/// beside two of them. It refers to none, so that the plugin can be unloaded when they end.
/// </summary>
sealed class StrayCalls
{
    const int Most = 2;

    readonly Lock _changing = new();
    WeakReference<object>? _code;
    Count _running = new();

    /// <param name="code">What would be called: that of another generation is given another chance.</param>
    public bool AreTooMany(object code)
    {
        lock (_changing)
        {
            if (_code?.TryGetTarget(out var known) != true || known != code) (_code, _running) = (new(code), new());
            return Volatile.Read(ref _running.Calls) >= Most;
        }
    }

    /// <param name="call">Null: it has ended.</param>
    public void Add(Task? call)
    {
        if (call is null) return;
        var running = _running;
        Interlocked.Increment(ref running.Calls);
        _ = call.ContinueWith(
            _ => Interlocked.Decrement(ref running.Calls), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    sealed class Count
    {
        public int Calls;
    }
}

/// <summary>What was called before doesn't end.</summary>
sealed class StrayCallsException(string name) : Exception(
    $"{name} isn't called any more, because two of its calls go on although their time was over. It is called again when they have ended, or "
    + "when the plugin is enabled again or replaced. Ask its author to heed the CancellationToken.");
