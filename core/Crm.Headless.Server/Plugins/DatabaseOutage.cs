using Crm.Headless.Server.Data;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Crm.Headless.Server.Plugins;

/// <summary>Tells a database that can't be used now from a plugin that uses it wrongly.</summary>
static class DatabaseOutage
{
    public static bool Is(Exception? failure) => failure switch
    {
        null => false,
        DatabaseUnreachableException => true,
        MigrationFailedException migration when IsTooSlow(migration) => false,
        NpgsqlException postgres => postgres.IsTransient || postgres.SqlState == PostgresErrorCodes.QueryCanceled,
        SqliteException sqlite => sqlite.SqliteErrorCode
            is raw.SQLITE_BUSY or raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR or raw.SQLITE_FULL or raw.SQLITE_READONLY or raw.SQLITE_CORRUPT,
        _ => Is(failure.InnerException),
    };

    // The host sets no limit for them. Where the database does, a plugin's migration would exceed it at every start, and none would come about.
    static bool IsTooSlow(MigrationFailedException migration) => migration.Owner != MigrationSet.Core.Owner
        && migration.InnerException is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable };
}
