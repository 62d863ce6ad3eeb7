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
    const int Many = 5_000;

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Thousands_of_interactions_go_over_come_back_and_are_forgotten_in_a_few_statements(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        var (small, large) = (await host.PersonAsync("ann"), await host.PersonAsync("anna"));
        await host.HandledAsync();
        await MultiplyAsync(host, Acting.Key(large));
        var before = await CountAsync(host, large);

        await FewAsync(host, () => host.MergeAsync(small, large));
        Assert.Equal(before + 2, await CountAsync(host, small));
        await FewAsync(host, () => host.UnmergeAsync(large));
        Assert.Equal((2, before), (await CountAsync(host, small), await CountAsync(host, large)));
        await FewAsync(host, () => host.EraseAsync(large));
        Assert.Equal(before + 2, await CountAsync(host, null));
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

    /// <summary>Copies of the contact's note, by the database itself.</summary>
    static async Task MultiplyAsync(LoyaltyHost host, Guid contact)
    {
        var database = host.Crm.Services.GetRequiredService<Database>();
        var isSqlite = database.Provider == DatabaseProvider.Sqlite;
        await using var connection = await database.OpenAsync(default);
        var columns = await ColumnsAsync(connection);
        var (key, numbers) = isSqlite
            ? ("randomblob(16)", $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Many})")
            : ("gen_random_uuid()", $"WITH n AS (SELECT generate_series(1, {Many}) AS i)");
        var own = isSqlite ? $"x'{Convert.ToHexString(contact.ToByteArray(bigEndian: true))}'" : $"'{contact}'";
        var values = columns.Select(column => column is "id" or "original_id" ? "k.key" : $"s.\"{column}\"");
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            {numbers}, k AS (SELECT {key} AS key FROM n), s AS (SELECT * FROM interactions WHERE contact_id = {own} AND kind = 'NOTE')
            INSERT INTO interactions ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) SELECT {string.Join(", ", values)} FROM k, s
            """;
        Assert.Equal(Many, await command.ExecuteNonQueryAsync());
    }

    static async Task<IReadOnlyList<string>> ColumnsAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM interactions LIMIT 0";
        await using var reader = await command.ExecuteReaderAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }
}
