using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Events;

/// <summary>Writes what a change published, as the last thing of its transaction: the locks that order changes are held by then.</summary>
static class OutboxWriter
{
    /// <returns>Whether there was something.</returns>
    public static async Task<bool> AppendAsync(CrmDb db, CrmPrincipal by, TimeProvider clock, CancellationToken ct)
    {
        if (db.Published.Count == 0) return false;

        var transactionId = await FeedClock.NowAsync(db, ct);
        var now = clock.GetUtcNow();
        foreach (var e in db.Published) (e.TransactionId, e.At, e.Client, e.UserId) = (transactionId, now, by.Name, by.UserId);
        db.AddRange(db.Published);
        await db.SaveChangesAsync(ct);
        db.Published.Clear();
        return true;
    }
}
