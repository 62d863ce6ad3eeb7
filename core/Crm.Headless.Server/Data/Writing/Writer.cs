using Crm.Headless.Server.Events;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Data;

/// <summary>Runs a change in one transaction. Core's code only: no plugin runs while SQLite's only writer waits.</summary>
internal sealed class Writer(
    Database database, IDbContextFactory<CrmDb> contexts, RowPolicies policies, ReadSession reads, CommitSignal committed, Actor actor, TimeProvider clock)
{
    const int Attempts = 12;

    /// <summary>
    /// Runs <paramref name="work"/>, writes what it changed, commits, and wakes the readers of events. What the request reads
    /// afterwards is newer. When another writer was faster, the work runs again on fresh rows: it must have no other effect.
    /// </summary>
    /// <exception cref="StoreConflictException">Others were faster every time.</exception>
    public async Task<T> CommitAsync<T>(Func<CrmDb, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        var contested = new ContestedRows();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await TryAsync(contested, work, ct);
                await reads.RenewAsync();
                committed.Raise();
                return result;
            }
            catch (Exception e) when (attempt == Attempts && WriteConflict.IsOvertaken(e))
            {
                throw new StoreConflictException();
            }
            catch (Exception e) when (attempt < Attempts && WriteConflict.Is(e))
            {
                contested.Take(e);
                await Task.Delay(Random.Shared.Next(1, 10 * attempt), ct);
            }
        }
    }

    /// <summary>The same without a result.</summary>
    public Task CommitAsync(Func<CrmDb, CancellationToken, Task> work, CancellationToken ct) => CommitAsync(async (db, token) =>
    {
        await work(db, token);
        return true;
    }, ct);

    async Task<T> TryAsync<T>(ContestedRows contested, Func<CrmDb, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var pass = await database.Gate.EnterAsync(ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        try
        {
            (db.Policies, db.Trail) = (policies, new());
            return await TryAsync(db, contested, work, ct);
        }
        finally
        {
            (db.Policies, db.Trail) = (null, null); // the context goes back to the pool
            db.Published.Clear();
        }
    }

    async Task<T> TryAsync<T>(CrmDb db, ContestedRows contested, Func<CrmDb, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        await using var transaction = await db.BeginWriteAsync(ct);
        await contested.LockAsync(db, ct);
        var result = await work(db, ct);
        await db.SaveChangesAsync(ct);
        await OutboxWriter.AppendAsync(db, actor.Principal, clock, ct);
        await AuditWriter.AppendAsync(db, actor.Principal, actor.Operation, clock, ct);
        await transaction.CommitAsync(ct);
        return result;
    }
}
