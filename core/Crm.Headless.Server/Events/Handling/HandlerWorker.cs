using Crm.Headless.Server.Data;
using Crm.Headless.Server.Faults;
using Crm.Headless.Server.Plugins.Life;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Events;

/// <summary>Brings one handler further, page by page of the feed.</summary>
sealed class HandlerWorker(string name, PluginWriter writer, DispatcherOptions options, FaultText faults, TimeProvider clock, ILogger log)
{
    const int PageSize = 500;

    readonly Checkpoints _checkpoints = new(name, writer, clock);
    readonly ParkingLot _parking = new(name, options, faults, clock);
    readonly StrayCalls _strays = new();
    HandlerState _state = new(options.MaxBatch);
    long? _revision;

    /// <summary>Everything up to here is dealt with, as far as this node knows of the checkpoint: it may have been set back since.</summary>
    public FeedPosition PassedFrom(FeedPosition checkpoint) => _state.Checkpoint == checkpoint ? _state.Passed : checkpoint;

    public async Task<WorkResult> WorkAsync(HandlerDescription handler, HandlerLease lease, CancellationToken ct)
    {
        if (_strays.AreTooMany(handler)) return WorkResult.Idle;
        if (_revision != lease.Revision) (_revision, _state) = (lease.Revision, new(options.MaxBatch)); // What one version passes, another may be for.
        var run = new HandlerRun(handler, lease.Services, writer, _checkpoints, _parking, _strays, options, log);
        await using var claim = await HandlerClaim.TryTakeAsync(run.Contexts, name, ct);
        if (claim is null) return WorkResult.Idle;

        await using var db = await run.Contexts.CreateDbContextAsync(ct);
        _state.Found(await _checkpoints.ReadAsync(db, ct));
        var parked = await new LaneRetry(run).RetryDueAsync(db, ct);
        var page = await EventFeed.ReadAsync(db, _state.Passed, PageSize, ct);
        if (page.Events.Count > 0 && !await IsInForceAsync(db, lease, ct)) return WorkResult.Soon;
        if (page.Events.Count > 0) await new PageHandling(run, _state, parked).HandleAsync(page.Events, ct);
        return page.HasMore ? WorkResult.More : page.HoldsBack ? WorkResult.Soon : WorkResult.Idle;
    }

    /// <summary>
    /// Whether nothing else is decided yet. Read after the page: events that only the next version handles are published when it is decided,
    /// and the one before would pass them.
    /// </summary>
    static async Task<bool> IsInForceAsync(CrmDb db, HandlerLease lease, CancellationToken ct) =>
        lease.Revision is not { } revision || await db.Set<PluginRevision>().Select(row => row.Value).SingleAsync(ct) == revision;
}

/// <summary>What a worker wants next.</summary>
enum WorkResult
{
    /// <summary>To be woken by the next event.</summary>
    Idle,

    /// <summary>To go on at once.</summary>
    More,

    /// <summary>To look again soon: events wait for the end of a transaction of which nobody will tell.</summary>
    Soon,
}
