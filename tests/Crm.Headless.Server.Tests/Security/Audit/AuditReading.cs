using System.Data.Common;
using System.Text.Json;
using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Crm.Headless.Tests.Security;

static class AuditReading
{
    const string Selection = "sequence at kind actor actorKind operation change recordKind record changes detail count";

    /// <summary>The entries about a record, in the order in which they were written.</summary>
    public static async Task<IReadOnlyList<JsonElement>> AuditOfAsync(this CrmTestHost host, string record)
    {
        var data = await host.QueryAsync(
            $"query($record: ID) {{ auditEntries(first: 50, record: $record, order: [{{ sequence: ASC }}]) {{ nodes {{ {Selection} }} }} }}", new { record });
        return data.Nodes("auditEntries");
    }

    /// <summary>The entries of a kind.</summary>
    public static async Task<IReadOnlyList<JsonElement>> AuditOfKindAsync(this CrmTestHost host, string kind)
    {
        var data = await host.QueryAsync(
            $"{{ auditEntries(first: 50, where: {{ kind: {{ eq: {kind} }} }}, order: [{{ sequence: ASC }}]) {{ nodes {{ {Selection} }} }} }}");
        return data.Nodes("auditEntries");
    }

    /// <summary>Waits until there is an entry of a kind.</summary>
    public static async Task<IReadOnlyList<JsonElement>> AuditWhenThereIsAsync(this CrmTestHost host, string kind, int count = 1)
    {
        IReadOnlyList<JsonElement> found = [];
        await Eventually.IsAsync(async () => (found = await host.AuditOfKindAsync(kind)).Count >= count);
        return found;
    }

    /// <summary>Makes it half past: what is counted by the hour isn't torn by one that ends while a test runs.</summary>
    public static void SetToHalfPast(this TestClock clock)
    {
        var now = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromMinutes(90 - now.Minute));
    }

    public static Task<long> AuditCountAsync(this CrmTestHost host) => host.Database.ScalarAsync("SELECT COUNT(*) FROM audit_entries");

    /// <summary>Runs a statement as somebody with the database's own tools would.</summary>
    public static async Task ExecuteAsync(this TestDatabase database, string sql)
    {
        await using DbConnection connection = database.Kind == DatabaseKind.Sqlite
            ? new SqliteConnection(database.ConnectionString)
            : new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Everything that a table holds, as one text.</summary>
    public static async Task<string> DumpAsync(this TestDatabase database, string table)
    {
        await using DbConnection connection = database.Kind == DatabaseKind.Sqlite
            ? new SqliteConnection(database.ConnectionString)
            : new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        await using var reader = await command.ExecuteReaderAsync();
        var text = new System.Text.StringBuilder();
        while (await reader.ReadAsync())
            for (var i = 0; i < reader.FieldCount; i++)
                text.Append(reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : reader.GetValue(i)).Append('|');
        return text.ToString();
    }
}
