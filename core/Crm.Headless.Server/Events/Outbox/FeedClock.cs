using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Events;

/// <summary>
/// The order of commit, as far as it can be told while transactions run side by side. SQLite has one writer, so there the order of
/// writing is enough and the time is always 0.
/// </summary>
/// <remarks>
/// The time of a row is the writer's transaction id, or that of the last transaction that had ended when the row was written, if
/// that is greater. Thus it is never below the writer's own id: readers that stay below the oldest running transaction can't miss
/// it. And of two changes that waited for each other (they lock the same contact) the later one has the greater time, which the
/// bare transaction id, given at a transaction's first write, doesn't say.
/// </remarks>
sealed class FeedClock
{
    public int Id { get; set; }

    /// <summary>Added to PostgreSQL's transaction ids, which begin anew when a database is restored into another cluster.</summary>
    public long Ahead { get; set; }

    /// <summary>The time of rows that are written next in this transaction. To be asked after the changes, when their locks are held.</summary>
    public static async Task<long> NowAsync(CrmDb db, CancellationToken ct) =>
        !db.Database.IsNpgsql() ? 0 : await db.Database.SqlQueryRaw<long>(
            """
            SELECT greatest(pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1) + ahead AS "Value"
            FROM feed_clock
            """).SingleAsync(ct);

    /// <summary>After a restore: later rows must not come before those that are there.</summary>
    public static Task AlignAsync(CrmDb db, CancellationToken ct) =>
        !db.Database.IsNpgsql() ? Task.CompletedTask : db.Database.ExecuteSqlRawAsync(
            """
            UPDATE feed_clock SET ahead = last - next + 1
            FROM (SELECT greatest((SELECT max(transaction_id) FROM events), (SELECT max(transaction_id) FROM audit_entries)) AS last) AS e,
                (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next) AS s
            WHERE last >= next + ahead
            """, ct);
}

sealed class FeedClockModel : IEntityTypeConfiguration<FeedClock>
{
    public void Configure(EntityTypeBuilder<FeedClock> e) => e.ToTable("feed_clock");
}
