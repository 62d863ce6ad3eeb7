using Crm.Headless.Server.Plugins.Life;

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
    int _retiringCount;

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
    /// <param name="catalog">The plugins.</param>
    /// <param name="accept">Looks at it before it serves; when it throws, the current generation stays.</param>
    /// <exception cref="Exception">Core itself can't be built, or it wasn't accepted; the current generation stays.</exception>
    public Task SwapAsync(PluginCatalog catalog, Func<Generation, Task>? accept, CancellationToken ct) =>
        SwapAsync(() => builder.BuildAsync(catalog, null, ct), accept, ct);

    public Task SwapAsync(PluginCatalog catalog, CancellationToken ct) => SwapAsync(catalog, null, ct);

    /// <summary>The same with what was built of them already, to be looked at.</summary>
    /// <param name="draft">Is used up by it.</param>
    /// <param name="accept">Looks at it before it serves; when it throws, the current generation stays.</param>
    /// <param name="reached">Hears of every step on the way.</param>
    public Task SwapAsync(GenerationDraft draft, Func<Generation, Task> accept, StepReached reached, CancellationToken ct) =>
        SwapAsync(() => builder.BuildAsync(draft, reached, ct), accept, ct);

    async Task SwapAsync(Func<Task<Generation>> build, Func<Generation, Task>? accept, CancellationToken ct)
    {
        await _swapping.WaitAsync(ct);
        try
        {
            Replace(await BuildAsync(build, accept));
        }
        finally
        {
            _swapping.Release();
        }
    }

    /// <summary>Returns when no swap is under way.</summary>
    public async Task SettledAsync(CancellationToken ct)
    {
        await _swapping.WaitAsync(ct);
        _swapping.Release();
    }

    /// <summary>Whether no generation before the current one is in use any more.</summary>
    public bool IsDrained => Volatile.Read(ref _retiringCount) == 0;

    public async ValueTask DisposeAsync()
    {
        await _swapping.WaitAsync();
        Replace(null);
        await Task.WhenAll(_retiring);
        _swapping.Dispose();
    }

    async Task<Generation> BuildAsync(Func<Task<Generation>> build, Func<Generation, Task>? accept)
    {
        var next = await build();
        try
        {
            if (accept is not null) await accept(next);
            return next;
        }
        catch
        {
            await next.DisposeAsync();
            contexts.Scrub();
            throw;
        }
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
        Interlocked.Increment(ref _retiringCount);
        try
        {
            if (!await old.DrainAsync(Grace, time))
                log.LogWarning(
                    "Generation {Number} was still in use {Seconds} s after the next one took its place; it is torn down nevertheless.",
                    number, Grace.TotalSeconds);
            await old.DisposeAsync();
        }
        finally
        {
            // However it went: this node would never be done with the change, and all others would wait for it.
            Interlocked.Decrement(ref _retiringCount);
            contexts.Scrub();
        }
    }
}
