using System.Diagnostics;
using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Events;

/// <summary>Writes what plugins changed, in one short transaction in which no code of theirs runs.</summary>
sealed class PluginWriter(Database database)
{
    /// <summary>Core's records are changed by core's commands only, so that version, event and audit can't be skipped.</summary>
    public static bool IsCore(Type entity) => entity.Assembly == typeof(Contact).Assembly || entity.Assembly == typeof(CrmDb).Assembly;

    public Task<TimeSpan> CommitAsync(CrmDb db, CancellationToken ct) => CommitAsync(db, _ => Task.CompletedTask, ct);

    /// <param name="beside">Core's part of the transaction.</param>
    /// <returns>How long other writers of SQLite were kept waiting.</returns>
    public async Task<TimeSpan> CommitAsync(CrmDb db, Func<CancellationToken, Task> beside, CancellationToken ct)
    {
        db.ChangeTracker.DetectChanges();
        RequireOwnRows(db);
        using var pass = await database.Gate.EnterAsync(ct);
        await using var transaction = await db.BeginWriteAsync(ct);
        var start = Stopwatch.GetTimestamp();
        await beside(ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>A navigation of a plugin's row may have brought along a record of core.</summary>
    static void RequireOwnRows(CrmDb db)
    {
        var foreign = db.ChangeTracker.Entries()
            .FirstOrDefault(entry => entry.State != EntityState.Unchanged && IsCore(entry.Metadata.ClrType));
        if (foreign is not null)
            throw new InvalidOperationException(
                $"A record of {foreign.Metadata.ClrType.Name} would be written with a plugin's rows. Refer to core's records by key only.");
    }
}
