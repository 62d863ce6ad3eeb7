using System.Data.Common;
using Crm.Headless.GraphQL.Execution;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Crm.Headless.Server.Plugins.Containment;

/// <summary>Counts statements and rows on the meter of the plugin's field that they are for.</summary>
sealed class MeteredStatements : DbCommandInterceptor
{
    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        FieldMeter.Current?.CountStatement();
        return new(result);
    }

    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        FieldMeter.Current?.CountStatement();
        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        FieldMeter.Current?.CountStatement();
        return new(result);
    }

    public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        FieldMeter.Current?.CountRows(Math.Max(0, eventData.ReadCount - 1)); // The last read finds the end.
        return result;
    }
}
