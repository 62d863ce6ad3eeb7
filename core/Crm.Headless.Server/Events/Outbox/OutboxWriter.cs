using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Events;

/// <summary>Writes what a change published, as the last thing of its transaction: the locks that order changes are held by then.</summary>
sealed class OutboxWriter(Actor actor, TimeProvider clock)
{
    public async Task AppendAsync(CrmDb db, IReadOnlyList<OutboxEvent> published, CancellationToken ct)
    {
        if (published.Count == 0) return;

        var transactionId = await FeedClock.NowAsync(db, ct);
        var now = clock.GetUtcNow();
        foreach (var e in published)
        {
            e.TransactionId = transactionId;
            e.At = now;
            e.Client = actor.Client;
            e.UserId = actor.UserId;
        }
        db.AddRange(published);
        await db.SaveChangesAsync(ct);
    }
}
