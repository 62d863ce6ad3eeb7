using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Events;

/// <summary>Reads committed events in their order. Never passes one by that is still to be committed.</summary>
static class EventFeed
{
    // Below the oldest transaction that still runs everything is committed or never will be.
    const string Horizon = "(SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + ahead FROM feed_clock)";

    /// <param name="count">Becomes a part of the statement's text: one of few values.</param>
    public static async Task<FeedPage> ReadAsync(CrmDb db, FeedPosition after, int count, CancellationToken ct)
    {
        var events = await ReadAsync(db, after, count, [], ct);
        return new(events, events.Count == count, events.Count < count && await HoldsBackAsync(db, ct));
    }

    /// <summary>Those that are about records which the actor sees.</summary>
    /// <param name="kinds">Only these; none: all.</param>
    public static async Task<IReadOnlyList<OutboxEvent>> ReadAsync(
        CrmDb db, FeedPosition after, int count, IReadOnlyCollection<RecordKind> kinds, CancellationToken ct)
    {
        // SQLite has no transaction ids, and finds its way by the sequence alone: by both it would read the whole table.
        var (behind, order) = db.Database.IsNpgsql()
            ? ($"(transaction_id, sequence) > ({{0}}, {{1}}) AND transaction_id < {Horizon}", "transaction_id, sequence")
            : ("sequence > {1}", "sequence");
        var names = kinds.Distinct().Order().Select(kind => $"'{kind.ToString().ToUpperInvariant()}'");
        var ofKind = kinds.Count > 0 ? $"AND kind IN ({string.Join(", ", names)})" : "";
        var rows = $"SELECT * FROM events WHERE {behind} {ofKind}";
        var page = $"{rows} ORDER BY {order} LIMIT {count}";
        return IsRestricted(db)
            ? await Seen(db, db.Set<OutboxEvent>().FromSqlRaw(rows, after.TransactionId, after.Sequence))
                .OrderBy(e => e.TransactionId).ThenBy(e => e.Sequence).TakeLiteral(count).AsNoTracking().ToListAsync(ct)
            : await db.Set<OutboxEvent>().FromSqlRaw(page, after.TransactionId, after.Sequence).AsNoTracking().ToListAsync(ct);
    }

    static bool IsRestricted(CrmDb db) =>
        db.Policies is { } policies && (policies.Restrict<Contact>(db) || policies.Restrict<Account>(db) || policies.Restrict<Interaction>(db));

    /// <summary>What is gone for good belongs to no unit any more: who keeps a copy of some units' records compares it now and then.</summary>
    static IQueryable<OutboxEvent> Seen(CrmDb db, IQueryable<OutboxEvent> events)
    {
        var (contacts, accounts, interactions) = (db.Seen<Contact>(), db.Seen<Account>(), db.Seen<Interaction>());
        return events.Where(e =>
            (e.Kind == RecordKind.Contact && contacts.Any(contact => contact.Id == e.RecordId))
            || (e.Kind == RecordKind.Account && accounts.Any(account => account.Id == e.RecordId))
            || (e.Kind == RecordKind.Interaction && interactions.Any(interaction => interaction.Id == e.RecordId)));
    }

    /// <summary>The last event that is committed, whether readers may see it already or not.</summary>
    public static async Task<FeedPosition> LastAsync(CrmDb db, CancellationToken ct)
    {
        var last = await db.Set<OutboxEvent>().OrderByDescending(e => e.TransactionId).ThenByDescending(e => e.Sequence)
            .Select(e => new { e.TransactionId, e.Sequence }).FirstOrDefaultAsync(ct);
        return last is null ? FeedPosition.Start : new(last.TransactionId, last.Sequence);
    }

    /// <summary>The last event of a plugin behind a position; null: there is none.</summary>
    public static async Task<FeedPosition?> LastPublishedAsync(CrmDb db, FeedPosition after, CancellationToken ct)
    {
        var last = await Behind(db, after).Where(e => e.Kind == RecordKind.Plugin).OrderByDescending(e => e.TransactionId).ThenByDescending(e => e.Sequence)
            .Select(e => new { e.TransactionId, e.Sequence }).FirstOrDefaultAsync(ct);
        return last is null ? null : new(last.TransactionId, last.Sequence);
    }

    /// <summary>The last event that readers may see.</summary>
    public static async Task<FeedPosition> LastSettledAsync(CrmDb db, CancellationToken ct)
    {
        if (!db.Database.IsNpgsql()) return await LastAsync(db, ct);
        var sql = $"SELECT * FROM events WHERE transaction_id < {Horizon} ORDER BY transaction_id DESC, sequence DESC LIMIT 1";
        var last = await db.Set<OutboxEvent>().FromSqlRaw(sql).AsNoTracking().ToListAsync(ct);
        return last is [var e] ? e.Position : FeedPosition.Start;
    }

    /// <summary>Events behind a position.</summary>
    public static Task<long> CountAsync(CrmDb db, FeedPosition after, CancellationToken ct) => Behind(db, after).LongCountAsync(ct);

    static IQueryable<OutboxEvent> Behind(CrmDb db, FeedPosition after) => db.Set<OutboxEvent>().Where(
        e => e.TransactionId > after.TransactionId || (e.TransactionId == after.TransactionId && e.Sequence > after.Sequence));

    /// <summary>Whether committed events wait for the end of an older transaction, of which nobody will tell.</summary>
    static async Task<bool> HoldsBackAsync(CrmDb db, CancellationToken ct) =>
        db.Database.IsNpgsql() && await db.Database.SqlQueryRaw<bool>(
            $"""SELECT EXISTS (SELECT 1 FROM events WHERE transaction_id >= {Horizon}) AS "Value" """).SingleAsync(ct);
}

/// <param name="HasMore">More events can be read now.</param>
/// <param name="HoldsBack">More will be readable soon, without a further commit of ours.</param>
sealed record FeedPage(IReadOnlyList<OutboxEvent> Events, bool HasMore, bool HoldsBack);
