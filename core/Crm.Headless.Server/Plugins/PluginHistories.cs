using System.Data.Common;
using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Plugins;

/// <summary>The plugins that have tables in the database, be they enabled, disabled, refused, or removed without their rows.</summary>
sealed class PluginHistories(Database database)
{
    public async Task<IReadOnlyList<string>> OwnersAsync(CancellationToken ct) =>
    [
        .. (await TablesAsync(ct)).Where(table => table.StartsWith(MigrationSet.HistoryPrefix, StringComparison.Ordinal) && table != MigrationSet.Core.HistoryTable)
            .Select(table => table[MigrationSet.HistoryPrefix.Length..]).Order(StringComparer.Ordinal),
    ];

    /// <summary>A table that begins so; null: none does.</summary>
    public async Task<string?> FindTableAsync(string prefix, CancellationToken ct) =>
        (await TablesAsync(ct)).Where(table => table.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault();

    async Task<List<string>> TablesAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = database.Provider == DatabaseProvider.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table'"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()";
        var tables = new List<string>();
        await using DbDataReader reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) tables.Add(reader.GetString(0));
        return tables;
    }
}
