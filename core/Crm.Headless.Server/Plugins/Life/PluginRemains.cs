using System.Data.Common;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>What a plugin leaves behind when it is removed: the tables with its prefix, and what the host remembers of it.</summary>
sealed class PluginRemains(Database database, PluginStore store, IConfiguration configuration)
{
    /// <summary>What the host keeps by names that begin with the plugin's id.</summary>
    static readonly (string Table, string Name)[] Remembered = [("event_handlers", "handler"), ("parked_events", "handler"), ("plugin_jobs", "name")];

    bool IsSqlite => database.Provider == DatabaseProvider.Sqlite;

    /// <returns>What was done, for people.</returns>
    public async Task<string> DealWithAsync(PluginOperation operation, CancellationToken ct)
    {
        if (operation.Data is null or PluginData.Keep)
            return "Removed. Its tables stay, and are taken up again when it is installed again.";
        var manifest = (await store.PackageAsync(operation.Hash!, ct)).Manifest;
        await using var connection = await database.OpenAsync(ct);
        var tables = await TablesAsync(connection, manifest.TablePrefix, ct);
        var file = operation.Data == PluginData.Export ? await ExportAsync(connection, operation, tables, ct) : null;
        await PurgeAsync(connection, operation.Plugin, tables, ct);
        return file is null ? "Removed, with all its rows." : $"Removed. Its rows are in {file}, on the node that removed it.";
    }

    async Task<List<string>> TablesAsync(DbConnection connection, string prefix, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = IsSqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, @length) = @prefix ORDER BY name"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' "
                + "AND substr(table_name, 1, @length) = @prefix ORDER BY table_name";
        Add(command, "@length", prefix.Length);
        Add(command, "@prefix", prefix);
        var tables = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) tables.Add(reader.GetString(0));
        return tables;
    }

    /// <summary>A file of lines of JSON for each table, with the values as they are stored: what is encrypted stays so.</summary>
    async Task<string> ExportAsync(DbConnection connection, PluginOperation operation, List<string> tables, CancellationToken ct)
    {
        var folder = Path.Combine(DataFolder.PathOf(configuration), "exports");
        PrivateFile.CreateFolder(folder);
        var path = Path.Combine(folder, $"{operation.Plugin}-{operation.FromVersion}-{operation.Id:N}.zip");
        File.Delete(path); // left by a process that ended in the middle
        await using var file = PrivateFile.Create(path);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        foreach (var table in tables)
        {
            await using var entry = await zip.CreateEntry($"{table}.jsonl").OpenAsync(ct);
            await WriteRowsAsync(connection, table, entry, ct);
        }
        return path;
    }

    static async Task WriteRowsAsync(DbConnection connection, string table, Stream to, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM \"{table}\"";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var row = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => reader.IsDBNull(i) ? null : Portable(reader.GetValue(i)));
            await to.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(row) + "\n"), ct);
        }
    }

    // Ids are 16 bytes on SQLite.
    static object Portable(object value) => value is byte[] { Length: 16 } id ? new Guid(id, bigEndian: true) : value;

    async Task PurgeAsync(DbConnection connection, string plugin, List<string> tables, CancellationToken ct)
    {
        using var pass = await database.Gate.EnterAsync(ct);
        if (IsSqlite) await ExecuteAsync(connection, "PRAGMA foreign_keys = OFF", ct);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            foreach (var table in tables.Append($"__migrations_{plugin}"))
                await ExecuteAsync(connection, $"DROP TABLE IF EXISTS \"{table}\"{(IsSqlite ? "" : " CASCADE")}", ct);
            foreach (var (table, name) in Remembered)
                await ExecuteAsync(connection, $"DELETE FROM {table} WHERE substr({name}, 1, {plugin.Length + 1}) = '{plugin}/'", ct);
            await ExecuteAsync(connection, $"DELETE FROM plugin_settings WHERE plugin = '{plugin}'", ct);
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

    static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
