using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Headless.Server.Data;

/// <summary>
/// The rows that others changed meanwhile. The next attempt locks them before it reads them: writers of one record then stand in line,
/// however many they are, where they would go on overtaking each other.
/// </summary>
sealed class ContestedRows
{
    readonly SortedDictionary<string, SortedSet<Guid>> _byTable = new(StringComparer.Ordinal);

    public void Take(Exception conflict)
    {
        if (conflict is not DbUpdateConcurrencyException lost) return;
        foreach (var entry in lost.Entries)
        {
            if (entry.Metadata.GetTableName() is not { } table || KeyOf(entry.Metadata) is not { } key) continue;
            if (!_byTable.TryGetValue(table, out var ids)) _byTable.Add(table, ids = []);
            ids.Add((Guid)entry.Property(key).OriginalValue!);
        }
    }

    /// <summary>In the order of tables and keys, so that two writers never wait for each other.</summary>
    public async Task LockAsync(CrmDb db, CancellationToken ct)
    {
        foreach (var (table, ids) in _byTable) await db.LockAsync(table, [.. ids], ct);
    }

    static IProperty? KeyOf(IEntityType type) =>
        type.FindPrimaryKey()?.Properties is [{ } key] && key.ClrType == typeof(Guid) && key.GetColumnName() == "id" ? key : null;
}
