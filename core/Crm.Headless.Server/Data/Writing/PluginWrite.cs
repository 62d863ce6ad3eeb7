using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Data;

/// <summary>
/// One transaction that writes plugins' rows. Values are converted before it begins. What EF still calls of a plugin while it writes, such
/// as the comparer of a column, has its time: when that is over the connection is taken away, which takes the transaction back.
/// </summary>
sealed class PluginWrite(PreparedValues values, string plugins, TimeSpan limit)
{
    /// <summary>To end in after it was cancelled.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    /// <exception cref="PluginTimeoutException">It took too long. A context whose code didn't end is lost.</exception>
    public async Task<int> RunAsync(CrmDb db, Func<CancellationToken, Task<int>> save, CancellationToken ct)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timer.CancelAfter(limit);
        var token = timer.Token;
        using var interrupt = SqliteInterrupt.On(db.Database.GetDbConnection(), token);
        var work = Task.Run(() => values.UseAsync(() => save(token)), CancellationToken.None);
        try
        {
            return await work.WaitAsync(limit + Grace, CancellationToken.None);
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            db.Lose(work);
            throw TooLong();
        }
        catch (Exception e) when (timer.IsCancellationRequested && !ct.IsCancellationRequested && IsEnded(e))
        {
            throw TooLong();
        }
    }

    static bool IsEnded(Exception e) =>
        e is OperationCanceledException or SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_INTERRUPT }
        || e is DbUpdateException { InnerException: { } inner } && IsEnded(inner);

    PluginTimeoutException TooLong() => new(new Owner(plugins), "Writing the rows", limit,
        "They were taken back, so that others can write. Change fewer rows at once, and see that the comparers and getters of its entities, "
        + "which run meanwhile, do nothing but compare and get.");
}
