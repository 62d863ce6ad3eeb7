using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Crm.Headless.Server.Events;

/// <summary>Another writer was faster: the same change on fresh rows may succeed.</summary>
static class WriteConflict
{
    const int SqliteConstraintUnique = 2067;
    const int SqliteConstraintPrimaryKey = 1555;

    public static bool Is(Exception e) => IsOvertaken(e) || Cause(e) switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqliteConstraintUnique or SqliteConstraintPrimaryKey,
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.UniqueViolation,
        _ => false,
    };

    /// <summary>Others changed the same rows. What is unique and there already may be a fault instead, when it stays.</summary>
    public static bool IsOvertaken(Exception e) => e is DbUpdateConcurrencyException
        || Cause(e) is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    // Npgsql's execution strategy puts an InvalidOperationException around what it takes for transient.
    static Exception Cause(Exception e) =>
        e is DbUpdateException or InvalidOperationException && e.InnerException is not null ? Cause(e.InnerException) : e;
}
