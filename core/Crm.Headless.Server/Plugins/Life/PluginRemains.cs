using System.Data.Common;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Plugins.Exports;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>What a plugin leaves behind when it is removed: the tables with its prefix, and what the host remembers of it.</summary>
sealed class PluginRemains(Database database, PluginStore store, PluginNodes nodes, PluginExporter exporter, PluginExports exports, KnownPrefixes prefixes)
{
    /// <summary>A node that takes longer is as good as gone.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What the host keeps by names that begin with the plugin's id.</summary>
    static readonly (string Table, string Name)[] Remembered = [("event_handlers", "handler"), ("parked_events", "handler"), ("plugin_jobs", "name")];

    bool IsSqlite => database.Provider == DatabaseProvider.Sqlite;

    /// <summary>Can be done again where a process ended in the middle: what is exported stays exported.</summary>
    public async Task DealWithAsync(PluginOperation operation, CancellationToken ct)
    {
        if (operation.Data is null or PluginData.Keep) return;
        if (await IsBackAsync(operation, ct)) return;
        var manifest = await store.ManifestAsync(operation.Hash!, ct);
        if (await prefixes.WhyNotDropAsync(manifest, ct) is not null)
        {
            await store.KeepDataAsync(operation, ct); // Since it was decided, tables of another have come.
            return;
        }
        await nodes.WaitForOthersAsync(operation.Revision ?? 0, Patience, ct); // They write rows until they have followed.
        await using var connection = await database.OpenAsync(ct);
        var tables = await TablesAsync(connection, manifest.TablePrefix, ct);
        if (operation.Data == PluginData.Export) await exporter.RunAsync(operation, tables, ct);
        await PurgeAsync(connection, operation.Plugin, tables, ct);
    }

    /// <summary>What was done, for people.</summary>
    public async Task<string> TellAsync(PluginOperation operation, CancellationToken ct) => operation.Data switch
    {
        null or PluginData.Keep => "Removed. Its tables stay, and are taken up again when it is installed again.",
        _ when await IsBackAsync(operation, ct) => "Removed. It was installed again before its rows were dealt with: they stay.",
        PluginData.Purge => "Removed, with all its rows.",
        _ => Tell((await exports.FindAsync(operation.Id, ct))!),
    };

    /// <summary>Its rows are in use again, where the removal was finished late.</summary>
    async Task<bool> IsBackAsync(PluginOperation operation, CancellationToken ct) => (await store.ReadAsync(ct)).ByPlugin.ContainsKey(operation.Plugin);

    static string Tell(PluginExport export) => FormattableString.Invariant(
        $"Removed. Its rows ({export.Rows}) are kept until {export.ExpiresAt:yyyy-MM-dd}: download them with GET {PluginExportDownload.PathOf(export)}, ")
        + $"or with \"crm plugin export {export.OperationId} FILE\".";

    async Task<List<string>> TablesAsync(DbConnection connection, string prefix, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = IsSqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, @length) = @prefix ORDER BY name"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' "
                + "AND substr(table_name, 1, @length) = @prefix ORDER BY table_name";
        command.AddParameter("@length", prefix.Length);
        command.AddParameter("@prefix", prefix);
        var tables = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) tables.Add(reader.GetString(0));
        return tables;
    }

    async Task PurgeAsync(DbConnection connection, string plugin, List<string> tables, CancellationToken ct)
    {
        using var pass = await database.Gate.EnterAsync(ct);
        if (IsSqlite) await ExecuteAsync(connection, "PRAGMA foreign_keys = OFF", ct);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            foreach (var table in tables.Append(MigrationSet.HistoryPrefix + plugin))
                await ExecuteAsync(connection, $"DROP TABLE IF EXISTS \"{table}\"{(IsSqlite ? "" : " CASCADE")}", ct);
            foreach (var (table, name) in Remembered)
                await ExecuteAsync(connection, $"DELETE FROM {table} WHERE substr({name}, 1, {plugin.Length + 1}) = '{plugin}/'", ct);
            foreach (var table in new[] { "plugin_settings", "plugin_prefixes" })
                await ExecuteAsync(connection, $"DELETE FROM {table} WHERE plugin = '{plugin}'", ct);
            await transaction.CommitAsync(ct);
        }
        if (IsSqlite) await ExecuteAsync(connection, "PRAGMA foreign_keys = ON", ct);
    }

    static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }
}
