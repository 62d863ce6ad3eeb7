using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Crm.Headless.Server.Data;

/// <summary>
/// Ends statements of SQLite that nobody waits for any more. The driver runs a statement to its end on the caller's thread and looks at
/// no token; without this, one slow read would hold a thread, and the server's stop, for as long as it likes.
/// </summary>
static class SqliteInterrupt
{
    /// <summary>Until it is disposed of, the end of the token ends the connection's statement.</summary>
    public static CancellationTokenRegistration On(DbConnection connection, CancellationToken ct) =>
        connection is SqliteConnection { Handle: { } handle }
            ? ct.UnsafeRegister(static running => raw.sqlite3_interrupt((sqlite3)running!), handle)
            : default;

    /// <summary>The result of a read; one that was interrupted is a cancellation as on PostgreSQL.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static async ValueTask<T> AwaitAsync<T>(ValueTask<T> read, CancellationToken ct)
    {
        try
        {
            return await read;
        }
        catch (SqliteException interrupted) when (interrupted.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException("The statement was interrupted.", interrupted, ct);
        }
    }
}
