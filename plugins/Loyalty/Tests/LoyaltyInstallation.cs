using System.Data.Common;
using Crm.Headless.Testing;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>A host whose plugin can be brought back to what it was when it had just been installed.</summary>
sealed class LoyaltyInstallation
{
    // What was read of the catalogue is kept in memory by its number, which therefore goes on. A job waits until it is asked for; a run
    // that goes on can't be committed, as the job's version is another one.
    const string Begin = """
        UPDATE loyalty_catalog SET number = number + 1, version = version + 1;
        UPDATE plugin_jobs SET status = 'WAITING', next_at = NULL, due_at = NULL, ended_at = NULL, state = NULL, attempts = 0,
            last_error = NULL, done = 0, total = NULL, version = version + 1;
        """;

    readonly string _restore;

    LoyaltyInstallation(LoyaltyHost host, IEnumerable<string> tables) => (Host, _restore) = (
        host,
        string.Concat(tables.Where(table => table != "loyalty_catalog").Select(table =>
            $"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM installed_{table};\n")) + Begin);

    public LoyaltyHost Host { get; }

    /// <summary>Starts a host, and keeps a copy of the tables of the plugin.</summary>
    public static async Task<LoyaltyInstallation> StartAsync(DatabaseKind database)
    {
        var host = await LoyaltyHost.StartAsync(database);
        var tables = await host.TablesAsync();
        await host.ExecuteAsync(string.Concat(tables.Select(table => $"CREATE TABLE installed_{table} AS SELECT * FROM {table};\n")));
        return new(host, tables);
    }

    /// <summary>Nothing has happened in the plugin, and it is now.</summary>
    public async Task RestoreAsync()
    {
        Host.Crm.Clock.Set(TimeProvider.System.GetUtcNow());
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Host.ExecuteDisarmedAsync(_restore);
                Host.Statements.Clear();
                return;
            }
            catch (DbException conflict) when (conflict.IsTransient && attempt < 5)
            {
                await Task.Delay(100); // with a job that goes on
            }
        }
    }
}
