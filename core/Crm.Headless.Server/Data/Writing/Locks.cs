using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Data;

/// <summary>
/// Locks for rules over several rows, held until the transaction ends. To be taken before the rows are read. SQLite needs none: its
/// only writer is inside.
/// </summary>
static class Locks
{
    /// <summary>Locks rows in the order of their keys, so that two writers never wait for each other.</summary>
    public static async Task LockAsync<T>(this CrmDb db, IReadOnlyCollection<Guid> ids, CancellationToken ct) where T : class
    {
        await db.LockAsync(db.Model.FindEntityType(typeof(T))!.GetTableName()!, ids, ct);
    }

    /// <summary>The same for a table.</summary>
    public static async Task LockAsync(this CrmDb db, string table, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        if (ids.Count == 0 || !db.Database.IsNpgsql()) return;
        var sql = $"SELECT id AS \"Value\" FROM {table} WHERE id = ANY ({{0}}) ORDER BY id FOR UPDATE";
        await db.Database.SqlQueryRaw<Guid>(sql, ids.ToArray()).ToListAsync(ct);
    }

    /// <summary>
    /// Keeps contacts from being merged, separated and erased, and with them those that they were merged into: what is about to refer to them
    /// would stay behind. Others may change them and refer to them meanwhile.
    /// </summary>
    /// <returns>Those that are kept; null on SQLite.</returns>
    public static async Task<HashSet<Guid>?> KeepContactsAsync(this CrmDb db, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        if (!db.Database.IsNpgsql()) return null;
        if (ids.Count == 0) return [];
        const string Sql = """
            SELECT id AS "Value" FROM contacts
            WHERE id = ANY (ARRAY(SELECT unnest({0}) UNION SELECT merged_into_id FROM contacts WHERE id = ANY ({0}) AND merged_into_id IS NOT NULL))
            ORDER BY id FOR KEY SHARE
            """;
        return [.. await db.Database.SqlQueryRaw<Guid>(Sql, ids.ToArray()).ToListAsync(ct)];
    }

    /// <summary>One writer at a time changes where rows stand in the tree of this type.</summary>
    public static Task LockTreeAsync<T>(this CrmDb db, CancellationToken ct) where T : class => db.Database.IsNpgsql()
        ? db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('crm tree'), hashtext({typeof(T).Name}))", ct)
        : Task.CompletedTask;
}
