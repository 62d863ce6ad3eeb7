using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Data;

/// <summary>Filters and orders nest without an end in the schema; what is allowed of that, both databases take.</summary>
public sealed class QueryLimitTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_largest_filter_and_order_that_are_allowed_are_answered(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        await host.QueryAsync("query($where: ContactFilterInput) { contacts(where: $where) { totalCount nodes { id } } }", new { where = OneOf(500) });
        await host.QueryAsync("query($where: ContactFilterInput) { contacts(where: $where) { totalCount nodes { id } } }", new { where = Lists(3) });
        await host.QueryAsync("query($where: AccountFilterInput) { accounts(where: $where) { totalCount nodes { id } } }", new { where = Parents(8, Named()) });
        await host.QueryAsync("query($order: [AccountSortInput!]) { accounts(order: $order) { nodes { id } } }", new { order = new[] { Parents(30, Sorted()) } });
    }

    [Fact]
    public async Task What_asks_for_more_is_refused_with_the_remedy()
    {
        await using var host = await CrmTestHost.StartAsync();
        await RefusedAsync(host, "ContactFilterInput", "contacts(where: $value)", OneOf(501), "more than 500 conditions. Use \"in\"");
        await RefusedAsync(host, "ContactFilterInput", "contacts(where: $value)", Lists(4), "more than 3 lists inside each other");
        await RefusedAsync(host, "AccountFilterInput", "accounts(where: $value)", Parents(9, Named()), "more than 8 relations in a row");
        await RefusedAsync(host, "[AccountSortInput!]", "accounts(order: $value)", Parents(31, Sorted()), "more than 30 relations. Order by fewer");
    }

    static async Task RefusedAsync(CrmTestHost host, string type, string field, object value, string message)
    {
        var answer = await host.SendAsync($"query($value: {type}) {{ {field} {{ nodes {{ id }} }} }}", new { value });
        Assert.Equal("FILTER_LIMIT", Assert.Single(answer.Codes));
        Assert.Contains(message, Assert.Single(answer.Messages));
    }

    static object OneOf(int conditions) =>
        new { or = Enumerable.Range(0, conditions).Select(number => new { jobTitle = new { contains = $"title {number}" } }) };

    static object Lists(int depth) =>
        depth == 0 ? Named("displayName") : new { interactions = new { some = new { contact = Lists(depth - 1) } } };

    static object Parents(int depth, object inside) => depth == 0 ? inside : new { parent = Parents(depth - 1, inside) };

    static Dictionary<string, object> Named(string field = "name") => new() { [field] = new { contains = "a" } };

    static object Sorted() => new { name = "ASC" };
}
