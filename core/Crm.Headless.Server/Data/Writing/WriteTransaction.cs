using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Crm.Headless.Server.Data;

/// <summary>
/// Begins transactions that write. SQLite has one writer at a time, and one of another process, such as an import beside the server, is
/// waited for here: once the transaction has begun nobody else can be in its way.
/// </summary>
static class WriteTransaction
{
    const int SqliteBusy = 5;

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static async Task<IDbContextTransaction> BeginWriteAsync(this CrmDb db, CancellationToken ct)
    {
        if (db.Database.GetDbConnection() is not SqliteConnection connection) return await db.Database.BeginTransactionAsync(ct);

        var (start, timeout) = (Stopwatch.GetTimestamp(), connection.DefaultTimeout);
        connection.DefaultTimeout = 1; // The provider holds a thread for so many seconds; the rest is waited for without one.
        try
        {
            while (true)
            {
                var isPatient = Stopwatch.GetElapsedTime(start) < s_patience;
                if (await TryBeginAsync(db, isPatient, ct) is { } transaction) return transaction;
                await Task.Delay(Random.Shared.Next(20, 100), ct);
            }
        }
        finally
        {
            connection.DefaultTimeout = timeout;
        }
    }

    static async Task<IDbContextTransaction?> TryBeginAsync(CrmDb db, bool isPatient, CancellationToken ct)
    {
        try
        {
            return await db.Database.BeginTransactionAsync(ct);
        }
        catch (SqliteException e) when (isPatient && e.SqliteErrorCode == SqliteBusy)
        {
            return null;
        }
    }
}
