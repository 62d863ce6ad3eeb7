namespace Crm.Headless.Server.Plugins;

/// <summary>
/// The current generation, and the way to the next one: built beside it, then put in its place by one reference. The old one goes when
/// its last lease ends, or after a minute.
/// </summary>
sealed class Generations(GenerationBuilder builder, PluginContexts contexts, TimeProvider time, ILogger<Generations> log) : IAsyncDisposable
{
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);
    readonly SemaphoreSlim _swapping = new(1);
    readonly List<Task> _retiring = [];
    Generation? _current;

    /// <exception cref="InvalidOperationException">The server hasn't started, or has stopped.</exception>
    public GenerationLease Lease()
    {
        while (Volatile.Read(ref _current) is { } current)
            if (current.TryAcquire()) return new(current);
        throw new InvalidOperationException("There is no generation: the server hasn't started yet, or it has stopped.");
    }

    /// <summary>
    /// Puts a generation of these plugins in the place of the current one. Plugins that can't take part are left out and reported.
    /// </summary>
    /// <exception cref="Exception">Core itself can't be built; the current generation stays.</exception>
    public Task SwapAsync(IReadOnlyList<PluginFolder> folders, CancellationToken ct) => SwapAsync(new PluginCatalog(folders, []), ct);

    public async Task SwapAsync(PluginCatalog catalog, CancellationToken ct)
    {
        await _swapping.WaitAsync(ct);
        try
        {
            Replace(await builder.BuildAsync(catalog, ct));
        }
        finally
        {
            _swapping.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _swapping.WaitAsync();
        Replace(null);
        await Task.WhenAll(_retiring);
        _swapping.Dispose();
    }

    // No local of an async method may hold the old generation: a state machine would keep its plugins alive.
    void Replace(Generation? next)
    {
        _retiring.RemoveAll(task => task.IsCompletedSuccessfully);
        if (Interlocked.Exchange(ref _current, next) is { } old) _retiring.Add(RetireAsync(old));
    }

    async Task RetireAsync(Generation old)
    {
        var number = old.Number;
        if (!await old.DrainAsync(Grace, time))
            log.LogWarning(
                "Generation {Number} was still in use {Seconds} s after the next one took its place; it is torn down nevertheless.",
                number, Grace.TotalSeconds);
        await old.DisposeAsync();
        contexts.Scrub();
    }
}
