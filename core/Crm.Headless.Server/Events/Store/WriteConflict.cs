using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Crm.Headless.Server.Events;

/// <summary>Another writer was faster: the same change on fresh rows may succeed.</summary>
static class WriteConflict
{
    const int SqliteConstraintUnique = 2067;
    const int SqliteConstraintPrimaryKey = 1555;

    public static bool Is(Exception e) => e is DbUpdateConcurrencyException || Cause(e) switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqliteConstraintUnique or SqliteConstraintPrimaryKey,
        PostgresException postgres => postgres.SqlState
            is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
        _ => false,
    };

    static Exception Cause(Exception e) => e is DbUpdateException { InnerException: { } inner } ? inner : e;
}
