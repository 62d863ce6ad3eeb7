using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Crm.Headless.Tests.Security.Canaries;

/// <summary>Fails on some statements as an indiscreet driver would: with the statement and its parameters in the message.</summary>
sealed class BrokenDatabase : DbCommandInterceptor
{
    /// <summary>Statements that hold this text fail; null: none.</summary>
    public volatile string? Poison;

    public int Failed;

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Fail(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Fail(command);
        return new(result);
    }

    void Fail(DbCommand command)
    {
        if (Poison is not { } poison || !command.CommandText.Contains(poison, StringComparison.Ordinal)) return;
        Interlocked.Increment(ref Failed);
        var values = command.Parameters.Cast<DbParameter>().Select(parameter => $"{parameter.Value}");
        throw new StatementException($"{Canary.Name} {Canary.Email}: {command.CommandText} [{string.Join(", ", values)}]");
    }

    sealed class StatementException(string message) : DbException(message);
}
