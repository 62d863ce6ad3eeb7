using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>Purchases that are given back line by line, before and after their points are spent.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class RefundTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_refund_of_a_line_takes_back_what_the_purchase_is_worth_less_without_it(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.CreateContactAsync();
        await PurchaseAsync(host, ann, "p1", 30.60m, 20.60m);
        await host.HandledAsync();
        Assert.Equal(51, await host.BalanceAsync(ann));
        var refund = await RefundAsync(host, ann, "p1", 2, 20.60m);
        await host.HandledAsync();
        Assert.Equal(30, await host.BalanceAsync(ann));
        await host.VoidAsync(refund);
        await host.HandledAsync();
        Assert.Equal(51, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_was_spent_of_it_is_owed_and_the_next_purchases_pay_it(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.CreateContactAsync();
        await PurchaseAsync(host, ann, "p1", 100);
        await host.HandledAsync();
        await host.RedeemAsync(ann, 80);
        await RefundAsync(host, ann, "p1", 1, 100);
        await host.HandledAsync();
        Assert.Equal(
            """{"available":0,"debt":80,"balance":-80,"explain":[{"points":80}]}""",
            (await host.AccountAsync(ann, "available debt balance explain(book: DEBT) { points }")).ToString());
        await host.PurchaseAsync(ann, 50);
        await host.HandledAsync();
        Assert.Equal(-30, await host.BalanceAsync(ann));
        await host.PurchaseAsync(ann, 50);
        await host.HandledAsync();
        Assert.Equal(20, await host.BalanceAsync(ann));
        Assert.Empty((await LedgerBook.ReadAsync(host, ann))!.Faults());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_programme_can_give_up_what_is_gone_and_no_more_of_it_comes_back(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync("loyaltyUpdateProgram", new { debtPolicy = "FORGIVE" }, "loyaltyProgram");
        var ann = await host.CreateContactAsync();
        await PurchaseAsync(host, ann, "p1", 100);
        await host.HandledAsync();
        await host.RedeemAsync(ann, 80);
        var refund = await RefundAsync(host, ann, "p1", 1, 100);
        await host.HandledAsync();
        Assert.Equal(0, await host.BalanceAsync(ann));
        await host.VoidAsync(refund);
        await host.HandledAsync();
        Assert.Equal(20, await host.BalanceAsync(ann));
        Assert.Empty((await LedgerBook.ReadAsync(host, ann))!.Faults());
    }

    [Theory]
    [OnSqlite("cancelled"), OnSqlite("timed out"), OnSqlite("refunded"), OnPostgreSql("cancelled"), OnPostgreSql("timed out"), OnPostgreSql("refunded")]
    public async Task What_was_given_up_because_it_was_gone_is_taken_when_it_comes_back(DatabaseKind database, string how)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync("loyaltyUpdateProgram", new { debtPolicy = "FORGIVE" }, "loyaltyProgram");
        var ann = await host.CreateContactAsync();
        await PurchaseAsync(host, ann, "p1", 100);
        await host.HandledAsync();
        await host.PurchaseAsync(ann, 5);
        await host.HandledAsync();
        var holdId = how == "refunded"
            ? null
            : (await host.DoAsync("loyaltyHold", new { contactId = ann, points = 60, minutes = 15 }, "loyaltyHold")).GetProperty("id").GetString();
        var transactionId = holdId is null
            ? (await host.RedeemAsync(ann, 60)).GetProperty("loyaltyTransaction").GetProperty("id").GetString()
            : null;
        var refund = await RefundAsync(host, ann, "p1", 1, 100);
        await host.HandledAsync();
        Assert.Equal(0, await host.BalanceAsync(ann));
        if (how == "cancelled") await host.DoAsync("loyaltyCancelHold", new { holdId }, "loyaltyHold");
        if (how == "refunded") await host.DoAsync("loyaltyRefundRedemption", new { transactionId }, "loyaltyTransaction");
        if (how == "timed out")
        {
            host.Crm.Clock.Advance(TimeSpan.FromMinutes(16));
            await host.RunJobAsync("LoyaltyDue");
        }
        // The other purchase's 5 had paid for 5 of the 60, and 55 were given up.
        Assert.Equal(5, await host.BalanceAsync(ann));
        await host.VoidAsync(refund);
        await host.HandledAsync();
        Assert.Equal(105, await host.BalanceAsync(ann));
        Assert.Empty((await LedgerBook.ReadAsync(host, ann))!.Faults());
    }

    [Theory, OnSqlite("CARRY"), OnSqlite("FORGIVE"), OnPostgreSql("CARRY"), OnPostgreSql("FORGIVE")]
    public async Task A_refund_that_names_no_line_takes_what_is_pending_first(DatabaseKind database, string debtPolicy)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(30);
        await host.DoAsync("loyaltyUpdateProgram", new { debtPolicy, pendingDays = 3 }, "loyaltyProgram");
        await host.PurchaseAsync(ann, 100);
        await host.HandledAsync();
        var refund = await host.RefundAsync(ann, 90);
        await host.HandledAsync();
        Assert.Equal("""{"pending":10,"available":30,"debt":0}""", (await host.AccountAsync(ann, "pending available debt")).ToString());
        await host.VoidAsync(refund);
        await host.HandledAsync();
        Assert.Equal("""{"pending":100,"available":30,"debt":0}""", (await host.AccountAsync(ann, "pending available debt")).ToString());
        Assert.Empty((await LedgerBook.ReadAsync(host, ann))!.Faults());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_part_that_is_given_back_is_taken_from_the_rules_that_gave_it_and_frees_their_limits(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.RuleAsync(
            "xbonus", new { effect = new { perAmount = new { points = 2, amount = 1 } }, products = new[] { "x" }, maxPerMember = 20 });
        var ann = await host.CreateContactAsync();
        var line = new[] { new { productRef = "x", quantity = 2, gross = 10 } };
        await host.DoAsync(
            "recordInteraction",
            new { kind = "PURCHASE", contact = new { id = ann }, currency = "USD", source = "shop", externalId = $"{ann}/x", lines = line },
            "interaction");
        await host.HandledAsync();
        Assert.Equal(30, await host.BalanceAsync(ann));
        await RefundAsync(host, ann, "x", 1, 5);
        await host.HandledAsync();
        Assert.Equal(15, await host.BalanceAsync(ann));
        Assert.Equal(
            ["""{"points":10,"rule":"xbonus"}""", """{"points":5,"rule":"purchases"}"""],
            (await host.AccountAsync(ann, "explain { points rule }")).GetProperty("explain").EnumerateArray()
                .Select(reason => reason.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["purchases 10", "xbonus 10 #1"],
            await host.AwardsAsync(new { contactId = ann, lines = new[] { new { productRef = "x", gross = 10 } } }));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_redemption_comes_back_to_its_lots_in_parts_and_never_more_than_it_spent(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(100);
        var transactionId = (await host.RedeemAsync(ann, 80)).GetProperty("loyaltyTransaction").GetProperty("id").GetString();
        await host.DoAsync("loyaltyRefundRedemption", new { transactionId, points = 50, idempotencyKey = "r1" }, "loyaltyTransaction");
        await host.DoAsync("loyaltyRefundRedemption", new { transactionId, points = 50, idempotencyKey = "r1" }, "loyaltyTransaction");
        var error =
            (await host.ChangeAsync(
                "loyaltyRefundRedemption", new { transactionId, points = 31 }, "loyaltyTransaction { id }",
                "... on LoyaltyRefundTooLargeError { refundable }")).Error();
        Assert.Equal(30, error.GetProperty("refundable").GetInt64());
        await host.DoAsync("loyaltyRefundRedemption", new { transactionId }, "loyaltyTransaction");
        Assert.Equal(100, await host.BalanceAsync(ann));
        Assert.Equal(
            "LoyaltyRefundTooLargeError",
            (await host.ChangeAsync("loyaltyRefundRedemption", new { transactionId }, "loyaltyTransaction { id }")).ErrorType());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Who_is_suspended_earns_and_can_not_spend(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(100);
        await host.DoAsync("loyaltySuspend", new { contactId = ann }, "loyaltyAccount");
        Assert.Equal("LoyaltySuspendedError", (await host.RedeemAsync(ann, 1)).ErrorType());
        await host.PurchaseAsync(ann, 5);
        await host.HandledAsync();
        await host.DoAsync("loyaltyResume", new { contactId = ann }, "loyaltyAccount");
        await host.RedeemAsync(ann, 1);
        Assert.Equal(104, await host.BalanceAsync(ann));
    }

    static Task<JsonElement> PurchaseAsync(LoyaltyHost host, string contactId, string externalId, params decimal[] lines) =>
        host.DoAsync("recordInteraction", new
        {
            kind = "PURCHASE",
            contact = new { id = contactId },
            currency = "USD",
            source = "shop",
            externalId = $"{contactId}/{externalId}",
            lines = lines.Select(gross => new { quantity = 1, gross }),
        }, "interaction");

    static async Task<string> RefundAsync(LoyaltyHost host, string contactId, string purchase, int position, decimal gross) =>
        (await host.DoAsync("recordInteraction", new
        {
            kind = "REFUND",
            contact = new { id = contactId },
            currency = "USD",
            lines = new[]
            {
                new
                {
                    quantity = 1,
                    gross,
                    reverses = new { place = new { source = "shop", externalId = $"{contactId}/{purchase}", position } },
                },
            },
        }, "interaction")).GetProperty("id").GetString()!;
}
