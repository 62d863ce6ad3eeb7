namespace Crm.Headless.Server.Plugins;

/// <summary>Counts who uses a generation, itself being the current one included.</summary>
sealed class GenerationUse
{
    readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _users = 1;

    /// <summary>False: it is on its way out, take the current one.</summary>
    public bool TryAcquire()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users) return true;
            users = seen;
        }
        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0) _drained.TrySetResult();
    }

    /// <summary>One use more, by somebody who works for one that there is already; it ends when this is disposed of.</summary>
    /// <exception cref="ObjectDisposedException">There is none any more.</exception>
    public IDisposable Take() => TryAcquire() ? new Taken(this) : throw new ObjectDisposedException(nameof(Generation));

    /// <summary>Whether the last user left in time.</summary>
    public async Task<bool> DrainAsync(TimeSpan grace, TimeProvider time)
    {
        Release();
        await Task.WhenAny(_drained.Task, Task.Delay(grace, time));
        return _drained.Task.IsCompleted;
    }

    sealed class Taken(GenerationUse use) : IDisposable
    {
        GenerationUse? _use = use;

        public void Dispose() => Interlocked.Exchange(ref _use, null)?.Release();
    }
}
