using System.Text;
using Crm.Headless.Server.Data;
using Database = Crm.Headless.Server.Data.Database;

namespace Crm.Headless.Testing.Conformance;

/// <summary>Reads every column of every table.</summary>
static class EveryColumn
{
    /// <summary>The columns that hold what is looked for, as <c>table.column</c>.</summary>
    /// <param name="database">The database to read.</param>
    /// <param name="isLookedFor">Whether a value, never <see langword="null"/>, is what is looked for.</param>
    /// <param name="prefix">Of the tables to read; empty: all of them.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(Database database, Func<object, bool> isLookedFor, string prefix = "")
    {
        await using var connection = await database.OpenAsync(default);
        var found = new HashSet<string>();
        foreach (var table in await TablesAsync(connection, database.Provider))
        {
            if (!table.StartsWith(prefix, StringComparison.Ordinal)) continue;
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                for (var i = 0; i < reader.FieldCount; i++)
                    if (isLookedFor(reader.GetValue(i))) found.Add($"{table}.{reader.GetName(i)}");
        }
        return [.. found];
    }

    /// <summary>Whether a value holds a text, in whatever case; bytes are read as UTF-8.</summary>
    public static bool Holds(object value, string text) =>
        (value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value.ToString() ?? "").Contains(text, StringComparison.OrdinalIgnoreCase);

    static async Task<List<string>> TablesAsync(System.Data.Common.DbConnection connection, DatabaseProvider provider)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = provider == DatabaseProvider.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table'" : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()";
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        return tables;
    }
}
