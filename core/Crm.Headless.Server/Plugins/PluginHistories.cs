using System.Data.Common;
using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Plugins;

/// <summary>The plugins that have tables in the database, be they enabled, disabled, refused, or removed without their rows.</summary>
sealed class PluginHistories(Database database)
{
    public async Task<IReadOnlyList<string>> OwnersAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = database.Provider == DatabaseProvider.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table'"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()";
        var owners = new List<string>();
        await using DbDataReader reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            if (reader.GetString(0) is var table && table.StartsWith(MigrationSet.HistoryPrefix, StringComparison.Ordinal) && table != MigrationSet.Core.HistoryTable)
                owners.Add(table[MigrationSet.HistoryPrefix.Length..]);
        return [.. owners.Order(StringComparer.Ordinal)];
    }
}
