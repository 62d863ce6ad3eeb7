using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>What becomes of points in time, by the clock of the programme's time zone.</summary>
[Collection(nameof(TestsOfRules))]
public sealed class ClockTests(LoyaltyHosts hosts)
{
    [Theory]
    [InlineData("UTC", 1, "2028-01-15 10:00", "2028-02-16 00:00")]
    [InlineData("UTC", 1, "2028-01-31 10:00", "2028-03-01 00:00")] // 29 February is the last day of the month
    [InlineData("UTC", 1, "2027-01-31 10:00", "2027-03-01 00:00")] // 28 February is
    [InlineData("UTC", 12, "2028-02-29 10:00", "2029-03-01 00:00")]
    // It is 28 February there, and summer time begins on 28 March, until whose end they last.
    [InlineData("Europe/Berlin", 1, "2027-02-27 23:30", "2027-03-28 22:00")]
    [InlineData("Europe/Berlin", 1, "2027-09-30 12:00", "2027-10-30 22:00")] // the day before it ends
    [InlineData("Europe/Berlin", 1, "2027-10-01 12:00", "2027-11-01 23:00")]
    // The midnight that begins 15 October 2017 is skipped there.
    [InlineData("America/Sao_Paulo", 1, "2017-09-14 12:00", "2017-10-15 03:00")]
    [InlineData("Asia/Kolkata", 1, "2027-01-15 20:00", "2027-02-16 18:30")]
    public async Task Points_last_until_the_end_of_the_day_so_many_months_later(string timeZone, int months, string earned, string lapses)
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        await host.DoAsync(
            "loyaltyUpdateProgram", new { timeZone, expiryPolicy = "MONTHS_AFTER_EARNING", expiryMonths = months }, "loyaltyProgram");
        var ann = await host.CreateContactAsync();
        host.Crm.Clock.Set(LoyaltyCalls.Utc(earned));
        await host.PurchaseAsync(ann, 100);
        await host.HandledAsync();
        Assert.Equal(
            LoyaltyCalls.Utc(lapses), (await host.AccountAsync(ann, "nextExpiryAt")).GetProperty("nextExpiryAt").GetDateTimeOffset());
    }

    [Theory, InlineData("UTC", "2027-06-15 10:00", "2029-01-01 00:00"), InlineData("Europe/Berlin", "2027-12-31 23:30", "2029-12-31 23:00")]
    public async Task Points_last_until_the_end_of_the_year_in_which_that_day_is(string timeZone, string earned, string lapses)
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        await host.DoAsync(
            "loyaltyUpdateProgram", new { timeZone, expiryPolicy = "END_OF_YEAR_AFTER", expiryMonths = 12 }, "loyaltyProgram");
        var ann = await host.CreateContactAsync();
        host.Crm.Clock.Set(LoyaltyCalls.Utc(earned));
        await host.PurchaseAsync(ann, 100);
        await host.HandledAsync();
        Assert.Equal(
            LoyaltyCalls.Utc(lapses), (await host.AccountAsync(ann, "nextExpiryAt")).GetProperty("nextExpiryAt").GetDateTimeOffset());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_lapses_first_is_spent_first_and_what_is_left_lapses(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync("loyaltyUpdateProgram", new { expiryPolicy = "MONTHS_AFTER_EARNING", expiryMonths = 1 }, "loyaltyProgram");
        var ann = await host.MemberAsync(100);
        host.Crm.Clock.Advance(TimeSpan.FromDays(10));
        await host.PurchaseAsync(ann, 50);
        await host.HandledAsync();
        await host.RedeemAsync(ann, 30);
        var before = host.Crm.Clock.GetUtcNow();
        var within = await host.AccountAsync(ann, "expiring(withinDays: 25)");
        Assert.Equal(70, within.GetProperty("expiring").GetInt64());
        foreach (var days in new[] { -1, 3_661 })
        {
            var refused = await host.Crm.SendAsync($"{{ loyaltyAccounts {{ nodes {{ expiring(withinDays: {days}) }} }} }}");
            Assert.Contains("LOYALTY_DAYS_INVALID", refused.ToString());
        }
        host.Crm.Clock.Advance(TimeSpan.FromDays(25));
        Assert.Equal("LoyaltyInsufficientPointsError", (await host.RedeemAsync(ann, 51)).ErrorType()); // though the job was not there yet
        await host.RunJobAsync("LoyaltyDue");
        var account = await host.AccountAsync(
            ann, $"available asOf(at: \"{before:O}\") {{ available balance }} explain {{ points rule ruleVersion interactionId }}");
        Assert.Equal(
            (50, 120), (account.GetProperty("available").GetInt64(), account.GetProperty("asOf").GetProperty("available").GetInt64()));
        var reason = Assert.Single(account.GetProperty("explain").EnumerateArray());
        Assert.Equal(
            (50, "purchases", 1),
            (reason.GetProperty("points").GetInt64(), reason.GetProperty("rule").GetString(), reason.GetProperty("ruleVersion")
                .GetInt32()));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Pending_points_become_available_on_their_day_and_a_refund_before_takes_them(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync("loyaltyUpdateProgram", new { pendingDays = 14 }, "loyaltyProgram");
        var ann = await host.CreateContactAsync();
        await host.PurchaseAsync(ann, 100);
        var other = await host.PurchaseAsync(ann, 60);
        await host.HandledAsync();
        await host.CorrectAsync(other, new { amount = 20 });
        await host.HandledAsync();
        Assert.Equal("0 120 0", await BalancesAsync(host, ann));
        host.Crm.Clock.Advance(TimeSpan.FromDays(14));
        await host.RunJobAsync("LoyaltyDue");
        Assert.Equal("120 0 0", await BalancesAsync(host, ann));
    }

    [Theory]
    [OnSqlite("FORFEIT", 0), OnSqlite("RESTORE", 30), OnSqlite("EXTEND", 30), OnPostgreSql("FORFEIT", 0)]
    [OnPostgreSql("RESTORE", 30), OnPostgreSql("EXTEND", 30)]
    public async Task A_redemption_that_comes_back_after_its_points_would_have_lapsed_follows_the_policy(
        DatabaseKind database, string policy, long comesBack)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync(
            "loyaltyUpdateProgram", new { expiryPolicy = "MONTHS_AFTER_EARNING", expiryMonths = 1, lapsedPolicy = policy, lapsedDays = 10 },
            "loyaltyProgram");
        var ann = await host.MemberAsync(30);
        var transactionId = (await host.RedeemAsync(ann, 30)).GetProperty("loyaltyTransaction").GetProperty("id").GetString();
        host.Crm.Clock.Advance(TimeSpan.FromDays(40));
        await host.DoAsync("loyaltyRefundRedemption", new { transactionId }, "loyaltyTransaction");
        Assert.Equal($"{comesBack} 0 0", await BalancesAsync(host, ann));
        host.Crm.Clock.Advance(TimeSpan.FromDays(12));
        await host.RunJobAsync("LoyaltyDue");
        Assert.Equal($"{(policy == "RESTORE" ? 30 : 0)} 0 0", await BalancesAsync(host, ann));
        Assert.Empty((await LedgerBook.ReadAsync(host, ann))!.Faults());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Points_of_a_member_who_does_nothing_for_long_lapse_all_together(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync("loyaltyUpdateProgram", new { expiryPolicy = "INACTIVITY", expiryMonths = 2 }, "loyaltyProgram");
        var ann = await host.MemberAsync(100);
        host.Crm.Clock.Advance(TimeSpan.FromDays(45));
        await host.RedeemAsync(ann, 10);
        host.Crm.Clock.Advance(TimeSpan.FromDays(45));
        await host.RunJobAsync("LoyaltyDue");
        Assert.Equal("90 0 0", await BalancesAsync(host, ann));
        host.Crm.Clock.Advance(TimeSpan.FromDays(20));
        await host.RunJobAsync("LoyaltyDue");
        Assert.Equal("0 0 0", await BalancesAsync(host, ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Who_has_points_that_lapse_soon_is_told_30_7_and_1_days_before_each_once(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync("loyaltyUpdateProgram", new { expiryPolicy = "MONTHS_AFTER_EARNING", expiryMonths = 2 }, "loyaltyProgram");
        var ann = await host.MemberAsync(100);
        var lapses = (await host.AccountAsync(ann, "nextExpiryAt")).GetProperty("nextExpiryAt").GetDateTimeOffset();
        foreach (var (days, told) in new[] { (31, 0), (30, 1), (29, 1), (7, 2), (6, 2), (1, 3) })
        {
            host.Crm.Clock.Set(lapses.AddDays(-days));
            await host.RunJobAsync("LoyaltyExpiryNotices");
            await host.RunJobAsync("LoyaltyExpiryNotices");
            Assert.Equal(told, await host.Crm.Database.ScalarAsync("SELECT COUNT(*) FROM loyalty_notices"));
        }
    }

    static async Task<string> BalancesAsync(LoyaltyHost host, string contactId)
    {
        var account = await host.AccountAsync(contactId, "available pending debt");
        return $"{account.GetProperty("available")} {account.GetProperty("pending")} {account.GetProperty("debt")}";
    }
}
