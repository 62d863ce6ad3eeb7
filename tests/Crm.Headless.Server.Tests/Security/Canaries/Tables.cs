using System.Data.Common;
using System.Text;
using Crm.Headless.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Crm.Headless.Tests.Security.Canaries;

static class Tables
{
    /// <summary>Every row of every table, as text; bytes as they are, in base64 and as hexadecimal digits.</summary>
    public static async Task<IReadOnlyList<(string Table, string Row)>> ReadAllAsync(this TestDatabase database)
    {
        await using DbConnection connection = database.Kind == DatabaseKind.Sqlite
            ? new SqliteConnection(database.ConnectionString)
            : new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        var names = await RowsAsync(connection, database.Kind == DatabaseKind.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            : "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
        var all = new List<(string, string)>();
        foreach (var name in names.Select(row => row.Split('=')[1].TrimEnd('|')))
            all.AddRange((await RowsAsync(connection, $"SELECT * FROM \"{name}\"")).Select(row => (name, row)));
        return all;
    }

    static async Task<List<string>> RowsAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            var row = new StringBuilder();
            for (var i = 0; i < reader.FieldCount; i++) row.Append(reader.GetName(i)).Append('=').Append(Text(reader.GetValue(i))).Append('|');
            rows.Add(row.ToString());
        }
        return rows;
    }

    static string Text(object value) => value switch
    {
        byte[] bytes => $"{Encoding.Latin1.GetString(bytes)} {Convert.ToBase64String(bytes)} {Convert.ToHexString(bytes)}",
        Array items => string.Join(' ', items.Cast<object?>()),
        _ => $"{value}",
    };
}
