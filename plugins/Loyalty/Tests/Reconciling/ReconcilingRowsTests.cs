using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>What somebody does to the rows that stand beside the ledger: lots, holds and vouchers.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class ReconcilingRowsTests(LoyaltyHosts hosts)
{
    [Theory]
    [OnSqlite("UPDATE loyalty_lots SET expires_at = earned_at", 3)]
    [OnPostgreSql("UPDATE loyalty_lots SET expires_at = earned_at", 3)]
    [OnSqlite("UPDATE loyalty_lots SET expires_at = NULL WHERE source_lot_id IS NOT NULL", 1)]
    [OnPostgreSql("UPDATE loyalty_lots SET expires_at = NULL WHERE source_lot_id IS NOT NULL", 1)]
    [OnSqlite("UPDATE loyalty_lots SET earned_at = expires_at", 2)]
    [OnPostgreSql("UPDATE loyalty_lots SET earned_at = expires_at", 2)]
    [OnSqlite("UPDATE loyalty_lots SET earned_at = expires_at WHERE source_lot_id IS NOT NULL", 1)]
    [OnPostgreSql("UPDATE loyalty_lots SET earned_at = expires_at WHERE source_lot_id IS NOT NULL", 1)]
    [OnSqlite("DELETE FROM loyalty_lots WHERE source_lot_id IS NOT NULL", 1)]
    [OnPostgreSql("DELETE FROM loyalty_lots WHERE source_lot_id IS NOT NULL", 1)]
    public async Task A_lot_that_was_earned_or_lapses_at_another_time_is_named(DatabaseKind database, string tampering, int lots)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync("loyaltyUpdateProgram", new { expiryPolicy = "MONTHS_AFTER_EARNING", expiryMonths = 1 }, "loyaltyProgram");
        var (ann, bob) = (await host.MemberAsync(100), await host.CreateContactAsync("Bob"));
        await host.DoAsync("loyaltyAdjust", new { contactId = ann, points = 10, reason = "late" }, "loyaltyAdjustment");
        await host.DoAsync("loyaltyEnroll", new { contactId = bob }, "loyaltyAccount");
        await host.ChangeAsync("loyaltyTransfer", new { fromContactId = ann, toContactId = bob, points = 5 }, "__typename");
        Assert.Empty(await FindingsAsync(host));

        await host.ExecuteDisarmedAsync(tampering);

        Assert.Equal(lots, Named(await FindingsAsync(host), "lotId").Count);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_lot_that_lasts_longer_because_a_redemption_came_back_is_none(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync(
            "loyaltyUpdateProgram",
            new { expiryPolicy = "MONTHS_AFTER_EARNING", expiryMonths = 1, lapsedPolicy = "EXTEND", lapsedDays = 5 }, "loyaltyProgram");
        var ann = await host.MemberAsync(50);
        host.Crm.Clock.Advance(TimeSpan.FromDays(3));
        await host.PurchaseAsync(ann, 50);
        await host.HandledAsync();
        var spent = await host.DoAsync("loyaltyRedeem", new { contactId = ann, points = 100 }, "loyaltyTransaction");
        host.Crm.Clock.Advance(TimeSpan.FromDays(60));
        foreach (var points in new[] { 10, 50 })
        {
            await host.DoAsync(
                "loyaltyRefundRedemption", new { transactionId = spent.GetProperty("id").GetString(), points }, "loyaltyTransaction");
            Assert.Empty(await FindingsAsync(host));
            host.Crm.Clock.Advance(TimeSpan.FromDays(1));
        }
    }

    [Theory]
    [OnSqlite("UPDATE loyalty_holds SET points = 40 WHERE status = 'ACTIVE'", "ACTIVE")]
    [OnPostgreSql("UPDATE loyalty_holds SET points = 40 WHERE status = 'ACTIVE'", "ACTIVE")]
    [OnSqlite("DELETE FROM loyalty_holds WHERE status = 'ACTIVE'", "ACTIVE")]
    [OnPostgreSql("DELETE FROM loyalty_holds WHERE status = 'ACTIVE'", "ACTIVE")]
    [OnSqlite("UPDATE loyalty_holds SET status = 'ACTIVE' WHERE status = 'CANCELLED'", "CANCELLED")]
    [OnPostgreSql("UPDATE loyalty_holds SET status = 'ACTIVE' WHERE status = 'CANCELLED'", "CANCELLED")]
    [OnSqlite("UPDATE loyalty_holds SET confirmed = 20 WHERE status = 'CONFIRMED'", "CONFIRMED")]
    [OnPostgreSql("UPDATE loyalty_holds SET confirmed = 20 WHERE status = 'CONFIRMED'", "CONFIRMED")]
    public async Task A_hold_that_was_changed_or_removed_is_named(DatabaseKind database, string tampering, string which)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(100);
        var holds = new Dictionary<string, string>();
        foreach (var status in new[] { "ACTIVE", "CANCELLED", "CONFIRMED" })
            holds[status] =
                (await host.DoAsync("loyaltyHold", new { contactId = ann, points = 20 }, "loyaltyHold")).GetProperty("id").GetString()!;
        await host.DoAsync("loyaltyCancelHold", new { holdId = holds["CANCELLED"] }, "loyaltyHold");
        await host.DoAsync("loyaltyConfirmHold", new { holdId = holds["CONFIRMED"], points = 15 }, "loyaltyHold");
        Assert.Empty(await FindingsAsync(host));

        await host.ExecuteDisarmedAsync(tampering);

        Assert.Equal([holds[which]], Named(await FindingsAsync(host), "holdId"));
    }

    [Theory]
    [OnSqlite("DELETE FROM loyalty_vouchers", "isn't there")]
    [OnPostgreSql("DELETE FROM loyalty_vouchers", "isn't there")]
    [OnSqlite("UPDATE loyalty_vouchers SET account_id = (SELECT id FROM loyalty_accounts WHERE available = 7)", "never merged")]
    [OnPostgreSql("UPDATE loyalty_vouchers SET account_id = (SELECT id FROM loyalty_accounts WHERE available = 7)", "never merged")]
    [OnSqlite("UPDATE loyalty_vouchers SET transaction_id = id", "has no payment")]
    [OnPostgreSql("UPDATE loyalty_vouchers SET transaction_id = id", "has no payment")]
    [OnSqlite("UPDATE loyalty_vouchers SET points = 90", "isn't what transaction 2 paid for")]
    [OnPostgreSql("UPDATE loyalty_vouchers SET points = 90", "isn't what transaction 2 paid for")]
    [OnSqlite("UPDATE loyalty_vouchers SET status = 'CANCELLED'", "didn't come back")]
    [OnPostgreSql("UPDATE loyalty_vouchers SET status = 'CANCELLED'", "didn't come back")]
    public async Task A_voucher_that_its_payment_does_not_bear_out_is_named(DatabaseKind database, string tampering, string message)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, _) = (await host.MemberAsync(100), await host.MemberAsync(7, "Bob"));
        var reward = await host.DoAsync(
            "loyaltyCreateReward", new { code = "mug", name = "A mug", kind = "GIFT", points = 60 }, "loyaltyReward");
        await host.DoAsync(
            "loyaltyIssueReward", new { contactId = ann, rewardId = reward.GetProperty("id").GetString() }, "loyaltyVoucher");
        Assert.Empty(await FindingsAsync(host));

        await host.ExecuteDisarmedAsync(tampering);

        Assert.Contains(await FindingsAsync(host), finding => finding.GetProperty("message").GetString()!.Contains(message));
    }

    static IReadOnlyList<string> Named(IReadOnlyList<JsonElement> findings, string field) =>
        [.. findings.Select(finding => finding.GetProperty(field).GetString()).OfType<string>().Distinct()];

    static async Task<IReadOnlyList<JsonElement>> FindingsAsync(LoyaltyHost host)
    {
        var data = await host.Crm.QueryAsync(
            "{ loyaltyReconcile { findings { accountId transactionId lotId holdId voucherId sequence message } } }");
        return [.. data.GetProperty("loyaltyReconcile").GetProperty("findings").EnumerateArray()];
    }
}
