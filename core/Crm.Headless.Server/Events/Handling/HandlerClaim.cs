using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Events;

/// <summary>
/// Lets one node at a time work a handler, as long as it holds the claim. That only saves work: should two nodes work at once, the
/// checkpoint that one of them finds moved throws its work away.
/// </summary>
/// <remarks>
/// An advisory lock and not a row lock, because the transaction that holds a row lock has an id, and would keep the feed of all
/// readers from going on while the handler works.
/// </remarks>
sealed class HandlerClaim : IAsyncDisposable
{
    readonly CrmDb _db;
    readonly string _key;

    HandlerClaim(CrmDb db, string handler) => (_db, _key) = (db, "crm.events/" + handler);

    /// <summary>Null: another node works it now.</summary>
    public static async Task<HandlerClaim?> TryTakeAsync(IDbContextFactory<CrmDb> contexts, string handler, CancellationToken ct)
    {
        var claim = new HandlerClaim(await contexts.CreateDbContextAsync(ct), handler);
        try
        {
            if (await claim.LockAsync(ct)) return claim;
        }
        catch
        {
            await claim._db.DisposeAsync();
            throw;
        }
        await claim._db.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await using var _ = _db;
        if (_db.Database.IsNpgsql()) await _db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock(hashtextextended({_key}, 0))");
    }

    /// <summary>The lock belongs to the connection, which stays open until the claim ends.</summary>
    async Task<bool> LockAsync(CancellationToken ct)
    {
        if (!_db.Database.IsNpgsql()) return true;
        await _db.Database.OpenConnectionAsync(ct);
        return await _db.Database.SqlQuery<bool>($"""SELECT pg_try_advisory_lock(hashtextextended({_key}, 0)) AS "Value" """).SingleAsync(ct);
    }
}
