using Crm.Headless.Server.Data;
using Crm.Headless.Server.Faults;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Events;

/// <summary>The parked events of one handler.</summary>
sealed class ParkingLot(string handler, DispatcherOptions options, FaultText faults, TimeProvider clock)
{
    const int MaxErrorLength = 2000;

    /// <summary>The first event of every parked lane.</summary>
    public async Task<IReadOnlyList<ParkedEvent>> HeadsAsync(CrmDb db, CancellationToken ct) =>
        await HeadsOf(db).Where(parked => parked.Handler == handler).AsNoTracking().ToListAsync(ct);

    public static IQueryable<ParkedEvent> HeadsOf(CrmDb db) =>
        db.Set<ParkedEvent>().Where(parked => !db.Set<ParkedEvent>().Any(other => other.Handler == parked.Handler && other.Lane == parked.Lane
            && (other.TransactionId < parked.TransactionId || (other.TransactionId == parked.TransactionId && other.Sequence < parked.Sequence))));

    public bool IsDue(ParkedEvent head) => head.Attempts == 0 || head.NextAt <= clock.GetUtcNow();

    public async Task<(ParkedEvent Parked, OutboxEvent Event)?> FirstAsync(CrmDb db, Guid lane, CancellationToken ct)
    {
        var parked = await db.Set<ParkedEvent>().AsNoTracking().Where(p => p.Handler == handler && p.Lane == lane)
            .OrderBy(p => p.TransactionId).ThenBy(p => p.Sequence).FirstOrDefaultAsync(ct);
        return parked is null
            ? null
            : (parked, await db.Set<OutboxEvent>().AsNoTracking().SingleAsync(e => e.Sequence == parked.Sequence, ct));
    }

    /// <summary>Another event of the lane failed: this one is only to wait.</summary>
    public ParkedEvent Waiting(OutboxEvent row) => new()
    {
        Handler = handler,
        TransactionId = row.TransactionId,
        Sequence = row.Sequence,
        Lane = row.Lane,
        ParkedAt = clock.GetUtcNow(),
    };

    public ParkedEvent Failed(OutboxEvent row, Exception failure)
    {
        var parked = Waiting(row);
        parked.Attempts = 1;
        parked.NextAt = NextAt(1);
        parked.LastError = Describe(failure);
        return parked;
    }

    /// <exception cref="CheckpointMovedException">Another node has dealt with it.</exception>
    public async Task FailAgainAsync(CrmDb db, ParkedEvent parked, Exception failure, CancellationToken ct)
    {
        var attempts = parked.Attempts + 1;
        var (nextAt, error) = (NextAt(attempts), Describe(failure));
        var changed = await Unchanged(db, parked).ExecuteUpdateAsync(row => row
            .SetProperty(p => p.Attempts, attempts).SetProperty(p => p.NextAt, nextAt).SetProperty(p => p.LastError, error), ct);
        if (changed != 1) throw new CheckpointMovedException(handler);
    }

    /// <exception cref="CheckpointMovedException">Another node has dealt with it.</exception>
    public static async Task RemoveAsync(CrmDb db, ParkedEvent parked, CancellationToken ct)
    {
        if (await Unchanged(db, parked).ExecuteDeleteAsync(ct) != 1) throw new CheckpointMovedException(parked.Handler);
    }

    static IQueryable<ParkedEvent> Unchanged(CrmDb db, ParkedEvent parked) => db.Set<ParkedEvent>()
        .Where(p => p.Handler == parked.Handler && p.Sequence == parked.Sequence && p.Attempts == parked.Attempts);

    DateTimeOffset? NextAt(int attempts) => options.DelayAfter(attempts) is { } delay ? clock.GetUtcNow() + delay : null;

    string Describe(Exception failure)
    {
        var text = faults.Line(failure);
        return text.Length <= MaxErrorLength ? text : text[..MaxErrorLength];
    }
}
