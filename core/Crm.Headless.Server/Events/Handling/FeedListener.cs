using Crm.Headless.Server.Data;
using Npgsql;

namespace Crm.Headless.Server.Events;

/// <summary>
/// Tells the other nodes on a PostgreSQL that this one has committed something, and hears it from them. After the commit and not within it,
/// because PostgreSQL lets transactions that notify commit only one after the other. What gets lost is found by polling. Hears as well
/// what is said of that which changes seldom.
/// </summary>
sealed class FeedListener(Database database, CommitSignal signal, IEnumerable<NodeSignal> seldom, ILogger<FeedListener> log) : BackgroundService
{
    const string Channel = "crm_events";
    static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(5);
    static readonly TimeSpan Ping = TimeSpan.FromSeconds(30);
    static readonly TimeSpan BeforeRetry = TimeSpan.FromSeconds(2);

    readonly string _node = Guid.NewGuid().ToString("N");

    protected override Task ExecuteAsync(CancellationToken ct) => database.Provider == DatabaseProvider.PostgreSql
        ? Task.WhenAll(AgainAsync(ListenAsync, ct), AgainAsync(AnnounceAsync, ct))
        : Task.CompletedTask;

    async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = (NpgsqlConnection)await database.OpenAsync(ct);
        connection.Notification += (_, e) =>
        {
            if (e.Channel != Channel) seldom.Single(one => one.Channel == e.Channel).Hear();
            else if (e.Payload != _node) signal.Hear();
        };
        foreach (var channel in seldom.Select(one => one.Channel).Append(Channel)) await ExecuteAsync(connection, $"LISTEN {channel}", ct);
        HearAll(); // whatever came before
        while (true)
            if (!await connection.WaitAsync(Ping, ct)) await ExecuteAsync(connection, "SELECT 1", ct);
    }

    void HearAll()
    {
        signal.Hear();
        foreach (var one in seldom) one.Hear();
    }

    async Task AnnounceAsync(CancellationToken ct)
    {
        for (var next = signal.NextOwn; ;)
        {
            await next.WaitAsync(ct);
            await Task.Delay(Gather, ct);
            next = signal.NextOwn;
            await using var connection = (NpgsqlConnection)await database.OpenAsync(ct);
            await ExecuteAsync(connection, $"NOTIFY {Channel}, '{_node}'", ct);
        }
    }

    async Task AgainAsync(Func<CancellationToken, Task> talk, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await talk(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                log.LogWarning(
                    e, "The connection that tells nodes of each other's events was lost. It is opened again in {Pause}; until then they poll.", BeforeRetry);
                await Task.WhenAny(Task.Delay(BeforeRetry, ct));
            }
        }
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
