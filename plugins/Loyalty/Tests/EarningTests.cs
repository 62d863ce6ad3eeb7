using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

[Collection(nameof(TestsOfPoints))]
public sealed class EarningTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_first_purchase_enrols_and_each_purchase_is_rounded_down_by_itself(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.CreateContactAsync();
        Assert.Null(await host.BalanceAsync(ann));
        await host.PurchaseAsync(ann, 10.99m);
        await host.PurchaseAsync(ann, 0.99m);
        await host.PurchaseAsync(ann, 5m);
        await host.HandledAsync();
        Assert.Equal(15, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_purchase_worth_nothing_enrols_and_earns_nothing(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.CreateContactAsync();
        await host.PurchaseAsync(ann, 0m);
        await host.HandledAsync();
        var loyalty = await host.LoyaltyAsync(ann);
        Assert.Equal(0, loyalty.GetProperty("balance").GetInt64());
        Assert.Equal(0, loyalty.GetProperty("ledger").GetProperty("nodes").GetArrayLength());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_refund_takes_back_what_the_amount_had_earned(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.CreateContactAsync();
        await host.PurchaseAsync(ann, 100m);
        await host.RefundAsync(ann, 30.50m);
        await host.HandledAsync();
        Assert.Equal(70, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_refund_of_points_that_are_spent_takes_what_is_left_and_leaves_a_debt(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.CreateContactAsync();
        await host.PurchaseAsync(ann, 100m);
        await host.HandledAsync();
        await host.RedeemAsync(ann, 80);
        await host.RefundAsync(ann, 100m);
        await host.HandledAsync();
        Assert.Equal(["EARN 100 100 0", "REDEEM -80 20 0", "REVERSE_EARN -20 0 80"], await LedgerAsync(host, ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_refund_that_is_voided_gives_back_what_it_took_and_no_more(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.CreateContactAsync();
        await host.PurchaseAsync(ann, 100m);
        await host.HandledAsync();
        await host.RedeemAsync(ann, 80);
        var refund = await host.RefundAsync(ann, 100m);
        await host.HandledAsync();
        await host.VoidAsync(refund);
        await host.HandledAsync();
        Assert.Equal("EARN 20 20 0", (await LedgerAsync(host, ann))[^1]);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_corrected_purchase_books_the_difference(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.CreateContactAsync();
        var purchase = await host.PurchaseAsync(ann, 100m);
        await host.HandledAsync();
        await host.CorrectAsync(purchase, new { amount = 80m });
        await host.HandledAsync();
        Assert.Equal(["EARN 100 100 0", "REVERSE_EARN -20 80 0"], await LedgerAsync(host, ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_voided_purchase_takes_all_of_it_back(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.CreateContactAsync();
        await host.VoidAsync(await host.PurchaseAsync(ann, 100m));
        await host.HandledAsync();
        Assert.Equal(0, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_purchase_that_turns_out_to_be_somebody_elses_moves_its_points(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, bob) = (await host.CreateContactAsync("Ann"), await host.CreateContactAsync("Bob"));
        await host.CorrectAsync(await host.PurchaseAsync(ann, 100m), new { contact = new { id = bob } });
        await host.HandledAsync();
        Assert.Equal((0, 100), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_purchase_that_moved_is_corrected_refunded_and_voided_at_its_new_owner(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, bob) = (await host.CreateContactAsync("Ann"), await host.CreateContactAsync("Bob"));
        var purchase = await host.PurchaseAsync(ann, 100m);
        await ExpectAsync(100, null);
        purchase = await host.CorrectAsync(purchase, new { contact = new { id = bob }, amount = 90m });
        await ExpectAsync(0, 90);
        purchase = await host.CorrectAsync(purchase, new { amount = 80m });
        await ExpectAsync(0, 80);
        var refund = await host.RefundAsync(bob, 30m);
        await ExpectAsync(0, 50);
        await host.VoidAsync(refund);
        await ExpectAsync(0, 80);
        await host.VoidAsync(purchase);
        await ExpectAsync(0, 0);

        async Task ExpectAsync(long? ofAnn, long? ofBob)
        {
            await host.HandledAsync();
            Assert.Equal((ofAnn, ofBob), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_purchase_that_moves_there_and_back_is_settled_however_many_of_its_events_are_handled_together(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, bob) = (await host.CreateContactAsync("Ann"), await host.CreateContactAsync("Bob"));
        var moved = await host.CorrectAsync(await host.PurchaseAsync(ann, 100m), new { contact = new { id = bob } });
        await host.CorrectAsync(moved, new { contact = new { id = ann }, amount = 70m });
        await host.HandledAsync();
        Assert.Equal((70, 0), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_purchase_that_moves_when_its_points_are_spent_leaves_a_debt_that_it_pays_when_it_comes_back(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, bob) = (await host.CreateContactAsync("Ann"), await host.CreateContactAsync("Bob"));
        var purchase = await host.PurchaseAsync(ann, 100m);
        await host.HandledAsync();
        await host.RedeemAsync(ann, 60);
        purchase = await host.CorrectAsync(purchase, new { contact = new { id = bob } });
        await host.HandledAsync();
        Assert.Equal((-60, 100), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
        await host.CorrectAsync(purchase, new { contact = new { id = ann } });
        await host.HandledAsync();
        Assert.Equal((40, 0), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_purchase_that_moved_while_its_first_contact_had_to_wait_earns_once(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, bob) = (await host.CreateContactAsync("Ann"), await host.CreateContactAsync("Bob"));
        await host.PurchaseAsync(ann, 7m);
        await host.HandledAsync();
        await host.ParkLastEventAsync();
        await host.CorrectAsync(await host.PurchaseAsync(ann, 100m), new { contact = new { id = bob } });
        await host.UntilOnlyParkedEventsAreLeftAsync();
        Assert.Equal((7, 100), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
        host.Crm.Clock.Advance(LoyaltyHost.Parked);
        await host.UntilNothingIsParkedAsync();
        Assert.Equal((7, 100), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Qualifying_points_decide_the_tier_whatever_is_spent(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.CreateContactAsync();
        await host.PurchaseAsync(ann, 1_200m);
        await host.HandledAsync();
        await host.RedeemAsync(ann, 1_000);
        var loyalty = await host.LoyaltyAsync(ann);
        Assert.Equal(
            ("SILVER", 1_200, 200),
            (TierOf(loyalty), loyalty.GetProperty("qualifying").GetInt64(), loyalty.GetProperty("balance").GetInt64()));
    }

    static string? TierOf(JsonElement loyalty) => loyalty.GetProperty("tier").GetProperty("code").GetString();

    static async Task<string[]> LedgerAsync(LoyaltyHost host, string contactId) =>
    [
        .. (await host.LoyaltyAsync(contactId)).GetProperty("ledger").GetProperty("nodes").EnumerateArray().Select(row =>
            $"{row.GetProperty("kind")} {row.GetProperty("available")} {row.GetProperty("availableAfter")} {row.GetProperty("debtAfter")}"),
    ];
}
