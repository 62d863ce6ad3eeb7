using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>Whoever comes at the same time: no point is lost, and none is made.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class RaceTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task Of_twenty_who_spend_the_same_hundred_points_exactly_one_does(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(100);
        var attempts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.RedeemAsync(ann, 100)));
        AssertOne(attempts.Select(attempt => attempt.GetProperty("errors")), "LoyaltyInsufficientPointsError");
        await AssertAddsUpAsync(host, ann, available: 0, redeemed: 100);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Of_those_who_confirm_a_hold_at_once_exactly_one_does(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(100);
        var holdId = await HoldAsync(host, ann, 60);
        var attempts = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => host.ChangeAsync("loyaltyConfirmHold", new { holdId }, "loyaltyHold { id }")));
        AssertOne(attempts.Select(attempt => attempt.GetProperty("errors")), "LoyaltyHoldNotActiveError");
        await AssertAddsUpAsync(host, ann, available: 40, redeemed: 60);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_hold_is_either_confirmed_or_given_up(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(100);
        var holdId = await HoldAsync(host, ann, 60);
        var attempts = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            host.ChangeAsync(i % 2 == 0 ? "loyaltyConfirmHold" : "loyaltyCancelHold", new { holdId }, "loyaltyHold { status }")));
        AssertOne(attempts.Select(attempt => attempt.GetProperty("errors")), "LoyaltyHoldNotActiveError");
        var status = attempts.Single(attempt => attempt.GetProperty("errors").ValueKind == JsonValueKind.Null).GetProperty("loyaltyHold")
            .GetProperty("status").GetString();
        await AssertAddsUpAsync(host, ann, available: status == "CONFIRMED" ? 40 : 100, redeemed: status == "CONFIRMED" ? 60 : 0);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Who_confirms_while_the_hold_times_out_spends_the_points_or_gets_them_back(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(100);
        var holdId = await HoldAsync(host, ann, 60);
        var outcomes = Task.WhenAll(Enumerable.Range(0, 8).Select(i => ConfirmsAsync(i)));
        await Task.WhenAll(outcomes, DueAsync(host));
        var confirmed = (await outcomes).Count(done => done);
        Assert.InRange(confirmed, 0, 1);
        await AssertAddsUpAsync(host, ann, available: confirmed == 1 ? 40 : 100, redeemed: confirmed * 60);

        async Task<bool> ConfirmsAsync(int i)
        {
            if (i == 4) host.Crm.Clock.Advance(TimeSpan.FromMinutes(16)); // in the midst of them
            return (await host.ChangeAsync("loyaltyConfirmHold", new { holdId }, "loyaltyHold { id }"))
                .GetProperty("errors").ValueKind == JsonValueKind.Null;
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Who_spends_while_points_lapse_spends_them_or_loses_them(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync("loyaltyUpdateProgram", new { expiryPolicy = "MONTHS_AFTER_EARNING", expiryMonths = 1 }, "loyaltyProgram");
        var ann = await host.MemberAsync(100);
        var lapses = (await host.AccountAsync(ann, "nextExpiryAt")).GetProperty("nextExpiryAt").GetDateTimeOffset();
        var spending = Task.WhenAll(Enumerable.Range(0, 10).Select(i => SpendsAsync(i)));
        await Task.WhenAll(spending, DueAsync(host));
        await AssertAddsUpAsync(host, ann, available: 0, redeemed: 20 * (await spending).Count(done => done));

        async Task<bool> SpendsAsync(int i)
        {
            if (i == 3) host.Crm.Clock.Set(lapses); // in the midst of them
            return (await host.RedeemAsync(ann, 20)).GetProperty("errors").ValueKind == JsonValueKind.Null;
        }
    }

    static Task DueAsync(LoyaltyHost host) => host.RunJobAsync("LoyaltyDue");

    static async Task<string> HoldAsync(LoyaltyHost host, string contactId, long points) =>
        (await host.DoAsync("loyaltyHold", new { contactId, points }, "loyaltyHold")).GetProperty("id").GetString()!;

    internal static void AssertOne(IEnumerable<JsonElement> errors, string refusal)
    {
        var all = errors.ToList();
        Assert.Single(all, error => error.ValueKind == JsonValueKind.Null);
        Assert.All(
            all.Where(error => error.ValueKind != JsonValueKind.Null), error =>
                Assert.Equal(refusal, error[0].GetProperty("__typename").GetString()));
    }

    internal static async Task AssertAddsUpAsync(LoyaltyHost host, string contactId, long available, long redeemed)
    {
        var book = (await LedgerBook.ReadAsync(host, contactId))!;
        Assert.Empty(book.Faults());
        Assert.Equal(
            (available, redeemed),
            (book.Account.GetProperty("available").GetInt64(), book.Rows.Sum(row => row.GetProperty("redeemed").GetInt64())));
    }
}
