using System.Globalization;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Events;

/// <summary>What an operator sees of the parked events, and can do about them once their cause is gone.</summary>
sealed class ParkedLanes(IDbContextFactory<CrmDb> contexts, PluginWriter writer, CommitSignal signal, TimeProvider clock)
{
    /// <param name="handler">Null: of all.</param>
    public async Task<IReadOnlyList<ParkedLane>> ListAsync(string? handler, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var lanes = await DispatcherProgress.ParkedLanesAsync(db, ct);
        return [.. lanes.Where(lane => handler is null || lane.Handler == handler)];
    }

    /// <summary>
    /// Makes due what a handler failed on, also after the last attempt. The dispatcher tries it, in whichever process it runs, and what
    /// waits behind it after that.
    /// </summary>
    /// <param name="handler">Null: of all.</param>
    /// <param name="by">Who asks for it, for the audit log.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How many lanes it goes on with.</returns>
    public async Task<int> RetryAsync(string? handler, Actor by, CancellationToken ct)
    {
        var (lanes, now) = (0, clock.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(ct);
        await writer.CommitAsync(db, by, async token =>
        {
            lanes = await db.Set<ParkedEvent>().Where(parked => parked.Attempts > 0 && (handler == null || parked.Handler == handler))
                .ExecuteUpdateAsync(row => row.SetProperty(parked => parked.NextAt, now), token);
            if (lanes > 0) db.Trail?.Add(EntryOf(handler, lanes)); // otherwise the handler is whatever somebody wrote
        }, ct);
        signal.Raise();
        return lanes;
    }

    static AuditEntry EntryOf(string? handler, int lanes) => new()
    {
        Kind = AuditKind.Write,
        RecordKind = "EventHandler",
        Detail = string.Create(CultureInfo.InvariantCulture, $"{handler ?? "all handlers"}: {lanes} parked events again"),
    };
}
