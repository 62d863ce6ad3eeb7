using System.Diagnostics;
using System.Threading.Channels;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>
/// Keeps a running server at what is decided about plugins, whichever node decided it, and at what lies in the plugins folder where that is
/// watched. Says which revision this node has reached, and takes the last step of migrations when all nodes have.
/// </summary>
sealed class PluginFollower(
    PluginSwap swap, PluginStore store, PluginNodes nodes, Generations generations, PluginMigrations migrations, PluginSettings settings,
    PluginSignal signal, PluginLeaks leaks, ILogger<PluginFollower> log) : BackgroundService
{
    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500), Settle = TimeSpan.FromMilliseconds(250);

    readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    long _reached = -1, _done = -1;

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        using var watcher = settings.Watch ? FolderWatch.Begin(settings.Folder, () => _changed.Writer.TryWrite(true)) : null;
        while (!ct.IsCancellationRequested)
        {
            var next = signal.Next;
            // What can't be followed is no reason for silence: the others would take this node for gone, and take away what it still uses.
            await TryAsync(FollowAsync, ct);
            await TryAsync(AnnounceAsync, ct);
            leaks.Look();
            await WaitAsync(next, ct);
        }
        await nodes.LeaveAsync();
    }

    async Task TryAsync(Func<CancellationToken, Task> step, CancellationToken ct)
    {
        try
        {
            await step(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The loop ends.
        }
        catch (Exception failure)
        {
            log.LogError(failure, "What is decided about plugins could not be followed. It is tried again in {Pause}.", Poll);
        }
    }

    async Task FollowAsync(CancellationToken ct)
    {
        var isFolderChanged = _changed.Reader.TryRead(out _);
        if (isFolderChanged) await QuietAsync(ct);
        if (!isFolderChanged && !await IsBehindAsync(ct)) return;
        var start = Stopwatch.GetTimestamp();
        await (isFolderChanged ? swap.RunFolderAsync(ct) : swap.RunAsync(ct));
        log.LogInformation("Plugins are up to date again, after {Milliseconds:0} ms.", Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <summary>What was decided here is served in a moment: nothing is built twice.</summary>
    async Task<bool> IsBehindAsync(CancellationToken ct)
    {
        if (await store.RevisionAsync(ct) == Current()) return false;
        await generations.SettledAsync(ct);
        return await store.RevisionAsync(ct) != Current();
    }

    /// <summary>A build writes one file after the other.</summary>
    async Task QuietAsync(CancellationToken ct)
    {
        do await Task.Delay(Settle, ct);
        while (_changed.Reader.TryRead(out _));
    }

    async Task AnnounceAsync(CancellationToken ct)
    {
        var (current, isDecided) = Look();
        if (_reached != current && isDecided && generations.IsDrained) _reached = current;
        await nodes.BeatAsync(_reached, ct);
        if (_reached != current || _done == current || !await nodes.HaveReachedAsync(current, ct)) return;
        using var lease = generations.Lease();
        if (lease.Generation.Revision != current) return; // Another one has come meanwhile, which nobody was asked about.
        await migrations.ContractAsync(lease.Generation.Plugins, ct);
        if (await store.ContractedAsync(current, ct)) _done = current;
    }

    long Current() => Look().Revision;

    /// <summary>What is served, and whether it is all that is decided: where a version goes on in the place of the decided one, its tables are needed.</summary>
    (long Revision, bool IsDecided) Look()
    {
        using var lease = generations.Lease();
        return (lease.Generation.Revision, lease.Generation.Reports.All(report => !report.IsFallBack));
    }

    /// <summary>For whatever comes first.</summary>
    async Task WaitAsync(Task next, CancellationToken ct)
    {
        try
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await Task.WhenAny(next, Task.Delay(Poll, waiting.Token), _changed.Reader.WaitToReadAsync(waiting.Token).AsTask());
            await waiting.CancelAsync();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The loop ends.
        }
    }
}
