using System.Data.Common;
using Crm.Headless.Plugins.Tests.Loyalty;
using Crm.Headless.Server.Data;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.People;

/// <summary>A contact may have a great many interactions: what is done with the person stays a few statements, and within the time of a request.</summary>
public sealed class LargeContactTests
{
    const int Many = 30_000, Others = 10_000;

    [Theory, OnSqliteAtLength, OnPostgreSql]
    public async Task Thousands_of_interactions_go_over_come_back_and_are_forgotten_in_a_few_statements(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        var (small, large) = (await host.PersonAsync("ann"), await host.PersonAsync("anna"));
        await host.HandledAsync();
        await FillAsync(host, Acting.Key(large));
        var before = await CountAsync(host, large);

        await FewAsync(host, () => host.MergeAsync(small, large));
        Assert.Equal(before + 2, await CountAsync(host, small));
        await FewAsync(host, () => host.UnmergeAsync(large));
        Assert.Equal((2, before), (await CountAsync(host, small), await CountAsync(host, large)));
        await FewAsync(host, () => host.EraseAsync(large));
        Assert.Equal(Others + before + 2, await CountAsync(host, null));
    }

    static async Task FewAsync(LoyaltyHost host, Func<Task> act)
    {
        var sent = host.Statements.Count;
        await act();
        Assert.InRange(host.Statements.Count - sent, 1, 200);
    }

    static async Task<int> CountAsync(LoyaltyHost host, string? contact)
    {
        var data = contact is null
            ? (await host.Crm.QueryAsync("{ interactions { totalCount } }")).GetProperty("interactions")
            : (await host.Crm.QueryAsync("query($id: ID!) { contact(id: $id) { interactions { totalCount } } }", new { id = contact })).GetProperty("contact").GetProperty("interactions");
        return data.GetProperty("totalCount").GetInt32();
    }

    /// <summary>
    /// Copies of the contact and of its note, by the database itself, which then knows how few interactions a contact has as a rule, and not
    /// what is going to be moved.
    /// </summary>
    static async Task FillAsync(LoyaltyHost host, Guid contact)
    {
        var database = host.Crm.Services.GetRequiredService<Database>();
        var isSqlite = database.Provider == DatabaseProvider.Sqlite;
        var key = isSqlite ? $"x'{Convert.ToHexString(contact.ToByteArray(bigEndian: true))}'" : $"'{contact}'";
        var note = $"contact_id = {key} AND kind = 'NOTE'";
        await using var connection = await database.OpenAsync(default);
        await CopyAsync(connection, isSqlite, "contacts", $"id = {key}", ["id"], 1, Others);
        await CopyAsync(connection, isSqlite, "interactions", note, ["id", "original_id", "contact_id"], 1, Others);
        await CopyAsync(connection, isSqlite, "interactions", note, ["id", "original_id"], Others + 1, Others + Many);
        await ExecuteAsync(connection, "ANALYZE");
    }

    /// <param name="keys">The columns in which each copy has a key of its own, made of its number.</param>
    static async Task CopyAsync(DbConnection connection, bool isSqlite, string table, string which, string[] keys, int first, int last)
    {
        var (key, numbers) = isSqlite
            ? ("unhex(printf('%032x', i))", $"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})")
            : ("lpad(to_hex(i), 32, '0')::uuid", $"WITH n AS (SELECT generate_series({first}, {last}) AS i)");
        var columns = await ColumnsAsync(connection, table);
        var values = columns.Select(column => keys.Contains(column) ? "k.key" : $"s.\"{column}\"");
        var copied = await ExecuteAsync(connection, $"""
            {numbers}, k AS (SELECT {key} AS key FROM n), s AS (SELECT * FROM {table} WHERE {which})
            INSERT INTO {table} ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) SELECT {string.Join(", ", values)} FROM k, s
            """);
        Assert.Equal(last - first + 1, copied);
    }

    static async Task<int> ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    static async Task<IReadOnlyList<string>> ColumnsAsync(DbConnection connection, string table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table} LIMIT 0";
        await using var reader = await command.ExecuteReaderAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }
}
