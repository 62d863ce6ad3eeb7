using System.Diagnostics;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Plugins.Containment;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Crm.Headless.Server.Events;

/// <summary>Writes what plugins changed, in one short transaction in which their resolvers, handlers and converters don't run.</summary>
sealed class PluginWriter(Data.Database database, PluginLimits limits, CommitSignal committed, TimeProvider clock)
{
    /// <summary>Core's records are changed by core's commands only, so that version, event and audit can't be skipped.</summary>
    public static bool IsCore(Type entity) => entity.Assembly == typeof(Contact).Assembly || entity.Assembly == typeof(CrmDb).Assembly;

    public Task<TimeSpan> CommitAsync(CrmDb db, Actor actor, CancellationToken ct) =>
        CommitAsync(db, actor.Principal, actor.Operation, _ => Task.CompletedTask, ct);

    /// <param name="beside">The host's part of the transaction.</param>
    public Task<TimeSpan> CommitAsync(CrmDb db, Actor actor, Func<CancellationToken, Task> beside, CancellationToken ct) =>
        CommitAsync(db, actor.Principal, actor.Operation, beside, ct);

    /// <param name="handler">Whose batch it is, for the audit log.</param>
    /// <param name="beside">Core's part of the transaction.</param>
    /// <returns>How long other writers of SQLite were kept waiting.</returns>
    public Task<TimeSpan> CommitAsync(CrmDb db, string handler, Func<CancellationToken, Task> beside, CancellationToken ct) =>
        CommitAsync(db, CrmPrincipal.System(handler), null, beside, ct);

    async Task<TimeSpan> CommitAsync(CrmDb db, CrmPrincipal by, string? operation, Func<CancellationToken, Task> beside, CancellationToken ct)
    {
        db.ChangeTracker.DetectChanges();
        RequireOwnRows(db);
        var write = new PluginWrite(PreparedValues.Of(db.ChangeTracker), PluginsOf(db), limits.Write);
        using var pass = await database.Gate.EnterAsync(ct);
        await using var transaction = await db.BeginWriteAsync(ct);
        var start = Stopwatch.GetTimestamp();
        (db.Trail, db.PluginWrite) = (new(), write);
        try
        {
            await LimitIdlingAsync(db, transaction, ct);
            await beside(ct);
            await db.SaveChangesAsync(ct);
            var hasEvents = await OutboxWriter.AppendAsync(db, by, clock, ct);
            await AuditWriter.AppendAsync(db, by, operation, clock, ct);
            await transaction.CommitAsync(ct);
            if (hasEvents) committed.Raise();
            return Stopwatch.GetElapsedTime(start);
        }
        finally
        {
            (db.Trail, db.PluginWrite) = (null, null);
        }
    }

    /// <summary>Should this process be the one that hangs, PostgreSQL ends the transaction by itself.</summary>
    async Task LimitIdlingAsync(CrmDb db, IDbContextTransaction transaction, CancellationToken ct)
    {
        if (!db.Database.IsNpgsql()) return;
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandText = $"SET LOCAL idle_in_transaction_session_timeout = {(long)(2 * limits.Write).TotalMilliseconds}";
        await command.ExecuteNonQueryAsync(ct);
    }

    static string PluginsOf(CrmDb db) =>
        string.Join(", ", db.ChangeTracker.Entries().Select(entry => db.OwnerOf(entry.Metadata)).OfType<string>().Distinct());

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
