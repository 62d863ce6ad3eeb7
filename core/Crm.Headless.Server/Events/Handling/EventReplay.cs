using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Events;

/// <summary>
/// Sets a handler back, so that it handles events again that it has handled. A dispatcher that is at it meanwhile finds its checkpoint moved,
/// throws away what it did, and goes on from there.
/// </summary>
sealed class EventReplay(IDbContextFactory<CrmDb> contexts, Database database, CommitSignal signal, TimeProvider clock)
{
    /// <param name="handler">As <c>crm events list</c> and the query <c>plugins</c> name it.</param>
    /// <param name="from">The first event to be handled again: a sequence.</param>
    /// <param name="since">Or the first that was committed then or later.</param>
    /// <returns>How many events come again; null: there is no such handler.</returns>
    public async Task<long?> RunAsync(string handler, long? from, DateTimeOffset? since, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var checkpoint = await db.Set<HandlerCheckpoint>().AsNoTracking().SingleOrDefaultAsync(row => row.Handler == handler, ct);
        if (checkpoint is null) return null;
        var handled = db.Set<OutboxEvent>().Where(e => e.TransactionId < checkpoint.TransactionId || (e.TransactionId == checkpoint.TransactionId && e.Sequence <= checkpoint.Sequence));
        var again = from is { } sequence ? handled.Where(e => e.Sequence >= sequence) : handled.Where(e => e.At >= since);
        var first = await again.OrderBy(e => e.TransactionId).ThenBy(e => e.Sequence).FirstOrDefaultAsync(ct);
        if (first is null) return 0;
        var now = clock.GetUtcNow();
        using (await database.Gate.EnterAsync(ct))
            await db.Set<HandlerCheckpoint>().Where(row => row.Handler == handler).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.TransactionId, first.TransactionId).SetProperty(row => row.Sequence, first.Sequence - 1).SetProperty(row => row.UpdatedAt, now), ct);
        signal.Raise();
        return await handled.LongCountAsync(e => e.TransactionId > first.TransactionId || (e.TransactionId == first.TransactionId && e.Sequence >= first.Sequence), ct);
    }

    /// <summary>The handlers that there are.</summary>
    public async Task<IReadOnlyList<string>> HandlersAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<HandlerCheckpoint>().Select(row => row.Handler).Order().ToListAsync(ct);
    }
}
