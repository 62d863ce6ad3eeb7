using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

[Collection(nameof(TestsOfPoints))]
public sealed class HoldTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_is_held_can_not_be_spent_and_comes_back_when_it_is_given_up(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(100);
        var holdId = await HoldAsync(host, ann, 70);
        Assert.Equal("30 70", await BalancesAsync(host, ann));
        Assert.Equal("LoyaltyInsufficientPointsError", (await host.RedeemAsync(ann, 31)).ErrorType());
        Assert.Equal(
            "CANCELLED",
            (await host.DoAsync("loyaltyCancelHold", new { holdId }, "loyaltyHold", "status")).GetProperty("status").GetString());
        Assert.Equal("100 0", await BalancesAsync(host, ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_part_can_be_confirmed_and_the_rest_comes_back(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(100);
        var holdId = await HoldAsync(host, ann, 70);
        var hold = await host.DoAsync("loyaltyConfirmHold", new { holdId, points = 50 }, "loyaltyHold", "status points confirmed");
        Assert.Equal("""{"status":"CONFIRMED","points":70,"confirmed":50}""", hold.ToString());
        Assert.Equal("50 0", await BalancesAsync(host, ann));
        var refused = (await host.ChangeAsync("loyaltyCancelHold", new { holdId }, "__typename")).Error();
        Assert.Contains("loyaltyRefundRedemption", refused.GetProperty("message").GetString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_hold_ends_by_itself_unless_it_is_extended(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(100);
        var (kept, left) = (await HoldAsync(host, ann, 10), await HoldAsync(host, ann, 20));
        host.Crm.Clock.Advance(TimeSpan.FromMinutes(10));
        await host.DoAsync("loyaltyExtendHold", new { holdId = kept, minutes = 30 }, "loyaltyHold");
        host.Crm.Clock.Advance(TimeSpan.FromMinutes(10));
        var error =
            (await host.ChangeAsync(
                "loyaltyConfirmHold", new { holdId = left }, "loyaltyHold { id }", "... on LoyaltyHoldNotActiveError { status }")).Error();
        Assert.Equal("EXPIRED", error.GetProperty("status").GetString());
        await host.RunJobAsync("LoyaltyDue");
        Assert.Equal("90 10", await BalancesAsync(host, ann));
        await host.DoAsync("loyaltyConfirmHold", new { holdId = kept }, "loyaltyHold");
        Assert.Equal("90 0", await BalancesAsync(host, ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_same_key_confirms_once_and_answers_the_same(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(100);
        var holdId = await HoldAsync(host, ann, 70);
        for (var i = 0; i < 2; i++)
            Assert.Equal(
                "CONFIRMED",
                (await host.DoAsync("loyaltyConfirmHold", new { holdId, idempotencyKey = "order-1" }, "loyaltyHold", "status"))
                    .GetProperty("status").GetString());
        Assert.Equal(
            "LoyaltyHoldNotActiveError", (await host.ChangeAsync("loyaltyConfirmHold", new { holdId }, "loyaltyHold { id }")).ErrorType());
        Assert.Equal("30 0", await BalancesAsync(host, ann));
    }

    [Fact]
    public async Task A_hold_lasts_a_minute_to_a_week()
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        var ann = await host.MemberAsync(100);
        foreach (var minutes in new[] { 0, 10_081 })
            Assert.Equal(
                "LoyaltyHoldTermInvalidError",
                (await host.ChangeAsync("loyaltyHold", new { contactId = ann, points = 1, minutes }, "loyaltyHold { id }")).ErrorType());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_purchase_that_is_given_back_while_its_points_are_held_leaves_a_debt_until_they_come_back(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.CreateContactAsync();
        var purchase = await host.PurchaseAsync(ann, 100);
        await host.HandledAsync();
        var holdId = await HoldAsync(host, ann, 70);
        await host.VoidAsync(purchase);
        await host.HandledAsync();
        Assert.Equal("-70", (await host.AccountAsync(ann, "balance")).GetProperty("balance").ToString());
        await host.DoAsync("loyaltyCancelHold", new { holdId }, "loyaltyHold");
        Assert.Equal("0", (await host.AccountAsync(ann, "balance")).GetProperty("balance").ToString());
    }

    static async Task<string> HoldAsync(LoyaltyHost host, string contactId, long points) =>
        (await host.DoAsync("loyaltyHold", new { contactId, points }, "loyaltyHold")).GetProperty("id").GetString()!;

    static async Task<string> BalancesAsync(LoyaltyHost host, string contactId)
    {
        var account = await host.AccountAsync(contactId, "available held");
        return $"{account.GetProperty("available")} {account.GetProperty("held")}";
    }
}
