using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Crm.Headless.Server.Data;

/// <summary>
/// What SQLite forgets with every connection, said once to each that the pool keeps. WAL stays in the file and is set by the
/// <see cref="Migrator"/>, foreign keys by the connection string.
/// </summary>
sealed class SqlitePragmas(SqliteSynchronous synchronous) : DbConnectionInterceptor
{
    /// <summary>Of pages, for each connection: SQLite's own 2 MiB send most reads of a larger database to the file.</summary>
    const int CacheKiB = 16 * 1024;

    readonly string _sql = $"PRAGMA synchronous={(synchronous == SqliteSynchronous.Full ? "FULL" : "NORMAL")}; PRAGMA cache_size=-{CacheKiB};";
    readonly ConditionalWeakTable<sqlite3, SqlitePragmas> _told = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Set(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Set(connection);
        return Task.CompletedTask;
    }

    void Set(DbConnection connection)
    {
        if (!_told.TryAdd(((SqliteConnection)connection).Handle!, this)) return;
        using var command = connection.CreateCommand();
        command.CommandText = _sql;
        command.ExecuteNonQuery();
    }
}
