using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

[Collection(nameof(TestsOfRules))]
public sealed class ListingTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task Contacts_are_filtered_and_ordered_by_their_balance(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        foreach (var (name, points) in new[] { ("Low", 99m), ("High", 300m), ("Middle", 100m) })
            await host.PurchaseAsync(await host.CreateContactAsync(name), points);
        await host.CreateContactAsync("None");
        await host.HandledAsync();

        var data = await host.Crm.QueryAsync(
            """
            { contacts(where: { loyalty: { balance: { gte: 100 } } }, order: [{ loyalty: { balance: DESC } }]) {
                totalCount nodes { displayName loyalty { balance } } } }
            """);

        Assert.Equal(["High", "Middle"], Names(data.GetProperty("contacts")));
        Assert.Equal(2, data.GetProperty("contacts").GetProperty("totalCount").GetInt64());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Filter_and_order_by_the_balance_are_one_statement(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.PurchaseAsync(await host.CreateContactAsync(), 100m);
        await host.HandledAsync();
        host.Statements.Clear();
        await host.Crm.QueryAsync(
            """
            { contacts(where: { loyalty: { balance: { gte: 100 } } }, order: [{ loyalty: { balance: DESC } }]) {
                nodes { displayName } } }
            """);
        Assert.Single(host.Statements.Of("contacts"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Contacts_that_are_not_enrolled_come_last_in_either_direction_over_pages(DatabaseKind database)
    {
        await using var host = await LoyaltyHost.StartAsync(database); // it walks over all contacts
        foreach (var (name, points) in new[] { ("One", 1m), ("Three", 3m), ("Two", 2m) })
            await host.PurchaseAsync(await host.CreateContactAsync(name), points);
        await host.CreateContactAsync("None");
        await host.HandledAsync();

        Assert.Equal(["One", "Two", "Three", "None"], await WalkAsync(host, "ASC"));
        Assert.Equal(["Three", "Two", "One", "None"], await WalkAsync(host, "DESC"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_accounts_are_a_list_with_their_contacts(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.PurchaseAsync(await host.CreateContactAsync("Ann"), 7m);
        await host.HandledAsync();
        var data =
            await host.Crm.QueryAsync("{ loyaltyAccounts(order: [{ balance: DESC }]) { nodes { id balance contact { displayName } } } }");
        var account = Assert.Single(data.GetProperty("loyaltyAccounts").GetProperty("nodes").EnumerateArray());
        Assert.Equal("Ann", account.GetProperty("contact").GetProperty("displayName").GetString());

        var node = await host.Crm.QueryAsync(
            "query($id: ID!) { node(id: $id) { ... on LoyaltyAccount { balance } } }", new { id = account.GetProperty("id").GetString() });
        Assert.Equal(7, node.GetProperty("node").GetProperty("balance").GetInt64());
    }

    static IEnumerable<string?> Names(JsonElement connection) =>
        connection.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("displayName").GetString());

    static async Task<List<string?>> WalkAsync(LoyaltyHost host, string direction)
    {
        var (names, after) = (new List<string?>(), (string?)null);
        do
        {
            var data = await host.Crm.QueryAsync(
                $"query($after: String) {{ contacts(first: 2, after: $after, order: [{{ loyalty: {{ balance: {direction} }} }}]) {{ "
                + "nodes { displayName } pageInfo { hasNextPage endCursor } } }",
                new { after });
            var page = data.GetProperty("contacts");
            names.AddRange(Names(page));
            after = page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean()
                ? page.GetProperty("pageInfo").GetProperty("endCursor").GetString()
                : null;
        }
        while (after is not null);
        return names;
    }
}
