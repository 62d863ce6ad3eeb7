using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>Terminals earn and spend within the limits of their unit and of those above it.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class UnitLimitTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_terminal_spends_within_the_limits_of_its_store_and_of_the_mall(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (mall, store) = await UnitsAsync(host);
        var ann = await MemberAsync(host, store, 1_000m);
        await LimitAsync(host, new { unitId = store, spendPerRequest = 100 });
        await LimitAsync(host, new { unitId = mall, spendPerDay = 150 });
        var terminal = Terminal(store);
        Assert.Equal("UNIT_REQUEST 100 The store", await SpendAsync(host, terminal, ann, 101));
        Assert.Null(await SpendAsync(host, terminal, ann, 100));
        Assert.Equal("UNIT_DAY 50 ", await SpendAsync(host, terminal, ann, 51));
        Assert.Null(await SpendAsync(host, terminal, ann, 50));
        Assert.Null(await SpendAsync(host, Acting.Client(null, "contacts:read", "loyalty:read", "loyalty:write"), ann, 300));
        Assert.Null(await SpendAsync(host, Acting.Member(ann, "contacts:read", "loyalty:read", "loyalty:write"), ann, 300));
        host.Crm.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await SpendAsync(host, terminal, ann, 100));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Many_terminals_at_once_spend_no_more_than_their_day_has(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (_, store) = await UnitsAsync(host);
        var members = new List<string>();
        for (var i = 0; i < 5; i++) members.Add(await MemberAsync(host, store, 100m));
        await LimitAsync(host, new { unitId = store, spendPerDay = 100 });
        var answers = await Task.WhenAll(members.Select(member => SpendAsync(host, Terminal(store), member, 40)));
        Assert.Equal(2, answers.Count(answer => answer is null));
        Assert.Equal(3, answers.Count(answer => answer == "UNIT_DAY 20 The store"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Purchases_at_a_unit_earn_within_its_limits_and_give_back_what_they_earned(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (mall, store) = await UnitsAsync(host);
        await LimitAsync(host, new { unitId = store, earnPerPurchase = 100 });
        await LimitAsync(host, new { unitId = mall, earnPerDay = 150 });
        var ann = await MemberAsync(host, store, 40m);
        var large = await PurchaseAsync(host, ann, store, 500m);
        Assert.Equal(140, await host.BalanceAsync(ann));
        await PurchaseAsync(host, ann, store, 30m);
        Assert.Equal(150, await host.BalanceAsync(ann));
        await host.PurchaseAsync(ann, 7m);
        await host.HandledAsync();
        Assert.Equal(157, await host.BalanceAsync(ann));
        await host.VoidAsync(large);
        await host.HandledAsync();
        Assert.Equal(57, await host.BalanceAsync(ann));
        await PurchaseAsync(host, ann, store, 500m);
        Assert.Equal(157, await host.BalanceAsync(ann));
        Assert.Equal(
            ("earned", 150L),
            ("earned",
                (await host.Crm.QueryAsync(
                    "{ loyaltyUnitLimits(where: { earnPerDay: { gt: 0 } }) { nodes { days { nodes { earned spent } } } } }"))
            .GetProperty("loyaltyUnitLimits").GetProperty("nodes")[0].GetProperty("days").GetProperty("nodes")[0].GetProperty("earned")
            .GetInt64()));
        // A refund that names no line takes what a purchase of its amount would have earned there.
        await host.RecordAsync(
            new { kind = "REFUND", contact = new { id = ann }, amount = 500m, currency = "USD", unit = new { id = store } });
        await host.HandledAsync();
        Assert.Equal(57, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_quote_at_a_unit_is_what_the_purchase_then_earns_there(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (mall, store) = await UnitsAsync(host);
        await LimitAsync(host, new { unitId = store, earnPerPurchase = 100 });
        await LimitAsync(host, new { unitId = mall, earnPerDay = 150 });
        var ann = await MemberAsync(host, store, 40m);
        foreach (var (amount, worth) in new[] { (500m, 100L), (30m, 10L), (30m, 0L) })
        {
            Assert.Equal(worth, await host.WorthAsync(new { contactId = ann, amount, unitId = store }));
            var before = (await host.BalanceAsync(ann))!.Value;
            await PurchaseAsync(host, ann, store, amount);
            Assert.Equal(worth, (await host.BalanceAsync(ann))!.Value - before);
        }
        Assert.Equal(500, await host.WorthAsync(new { contactId = ann, amount = 500 }));
        host.Crm.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(100, await host.WorthAsync(new { contactId = ann, amount = 500, unitId = store }));
        var member = await host.Crm.QueryAsync(
            Acting.Member(ann, "contacts:read", "loyalty:read"),
            "query($basket: LoyaltyBasketInput!) { loyaltyQuote(basket: $basket) { points } }",
            new { basket = new { amount = 500, unitId = store } });
        Assert.Equal(100, member.GetProperty("loyaltyQuote").GetProperty("points").GetInt64());
    }

    [Fact]
    public async Task Limits_below_nothing_and_of_units_that_are_not_there_are_refused()
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        var (_, store) = await UnitsAsync(host);
        Assert.Equal(
            "LoyaltyLimitInvalidError",
            (await host.ChangeAsync("loyaltySetUnitLimit", new { unitId = store, spendPerDay = -1 }, "__typename")).ErrorType());
        var nobody = GraphQL.GlobalId.Format("Unit", Guid.NewGuid());
        Assert.Equal(
            "LoyaltyUnitNotFoundError", (await host.ChangeAsync("loyaltySetUnitLimit", new { unitId = nobody }, "__typename")).ErrorType());
    }

    static CrmPrincipal Terminal(string unit) =>
        Acting.Client([Acting.Key(unit)], "contacts:read", "units:read", "loyalty:read", "loyalty:write");

    static async Task<(string Mall, string Store)> UnitsAsync(LoyaltyHost host)
    {
        var mall = (await host.DoAsync("createUnit", new { name = "The mall", kind = "MALL" }, "unit")).GetProperty("id").GetString()!;
        var store = await host.DoAsync("createUnit", new { name = "The store", kind = "STORE", parent = new { id = mall } }, "unit");
        return (mall, store.GetProperty("id").GetString()!);
    }

    static Task LimitAsync(LoyaltyHost host, object limit) => host.DoAsync("loyaltySetUnitLimit", limit, "loyaltyUnitLimit");

    static async Task<string> MemberAsync(LoyaltyHost host, string unit, decimal amount)
    {
        var contact = await host.DoAsync("createContact", new { displayName = "Ann", units = new[] { new { id = unit } } }, "contact");
        await PurchaseAsync(host, contact.GetProperty("id").GetString()!, unit, amount);
        return contact.GetProperty("id").GetString()!;
    }

    static async Task<string> PurchaseAsync(LoyaltyHost host, string contact, string unit, decimal amount)
    {
        var purchase = await host.DoAsync(
            "recordInteraction",
            new { kind = "PURCHASE", contact = new { id = contact }, unit = new { id = unit }, amount, currency = "USD" }, "interaction");
        await host.HandledAsync();
        return purchase.GetProperty("id").GetString()!;
    }

    static async Task<string?> SpendAsync(LoyaltyHost host, CrmPrincipal who, string contact, long points)
    {
        var payload = await host.ChangeAsync(
            "loyaltyRedeem", new { contactId = contact, points }, "__typename", "... on LoyaltyCapReachedError { cap left unit }", who);
        if (payload.GetProperty("errors").ValueKind == System.Text.Json.JsonValueKind.Null) return null;
        var error = payload.Error();
        return $"{error.GetProperty("cap")} {error.GetProperty("left")} {error.GetProperty("unit")}";
    }
}
