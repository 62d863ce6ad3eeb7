using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>Points that go from member to member.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class TransferringTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task Points_go_over_once_and_leave_what_counts_for_the_tier(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, bob) = (await host.MemberAsync(1_200m), await host.MemberAsync(10m, "Bob"));
        await TransferAsync(host, ann, bob, 1_100, "gift-1");
        await TransferAsync(host, ann, bob, 1_100, "gift-1");
        Assert.Equal((100, 1_110), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
        Assert.Equal(("SILVER", "BRONZE"), (await TierAsync(host, ann), await TierAsync(host, bob)));
        Assert.Equal("LoyaltyIdempotencyConflictError", await RefusedAsync(host, ann, bob, 1, "gift-1"));
        Assert.Equal("LoyaltyInsufficientPointsError", await RefusedAsync(host, ann, bob, 101));
        Assert.Equal("LoyaltyTransferToSelfError", await RefusedAsync(host, ann, ann, 1));
        Assert.Equal("LoyaltyPointsInvalidError", await RefusedAsync(host, ann, bob, 0));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Limits_of_the_programme_count_at_once_and_by_the_day(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2027-05-01 12:00"));
        await host.DoAsync(
            "loyaltyUpdateProgram", new { program = "default", maxPointsPerTransfer = 100, maxTransferredPerDay = 150 }, "loyaltyProgram");
        var (ann, bob) = (await host.MemberAsync(1_000m), await host.MemberAsync(1_000m, "Bob"));
        Assert.Equal("TRANSFER 100", await CapAsync(101));
        await TransferAsync(host, ann, bob, 100);
        await TransferAsync(host, bob, ann, 100);
        Assert.Equal("TRANSFER_DAY 50", await CapAsync(51));
        await TransferAsync(host, ann, bob, 50);
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2027-05-02 00:01"));
        await TransferAsync(host, ann, bob, 100);

        async Task<string> CapAsync(long points)
        {
            var error = (await host.ChangeAsync(
                "loyaltyTransfer", new { fromContactId = ann, toContactId = bob, points }, "__typename",
                "... on LoyaltyCapReachedError { cap left }")).Error();
            return $"{error.GetProperty("cap").GetString()} {error.GetProperty("left").GetInt64()}";
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Many_who_hand_points_around_at_once_neither_lose_nor_make_any(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var members = new List<string>();
        for (var i = 0; i < 3; i++) members.Add(await host.MemberAsync(100m, $"Member {i}"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => host.ChangeAsync(
            "loyaltyTransfer", new { fromContactId = members[i % 3], toContactId = members[(i + 1 + (i / 6)) % 3], points = 40 },
            "loyaltyTransaction { id }")));
        Assert.All(answers.Where(answer => answer.GetProperty("errors").ValueKind == JsonValueKind.Array),
            answer => Assert.Equal("LoyaltyInsufficientPointsError", answer.ErrorType()));
        var balances = await Task.WhenAll(members.Select(host.BalanceAsync));
        Assert.Equal(300, balances.Sum());
        Assert.All(balances, balance => Assert.True(balance >= 0));
    }

    static Task<JsonElement> TransferAsync(LoyaltyHost host, string from, string to, long points, string? key = null) => host.DoAsync(
        "loyaltyTransfer", new { fromContactId = from, toContactId = to, points, reason = "A present", idempotencyKey = key },
        "loyaltyTransaction");

    static async Task<string?> RefusedAsync(LoyaltyHost host, string from, string to, long points, string? key = null) =>
        (await host.ChangeAsync(
            "loyaltyTransfer", new { fromContactId = from, toContactId = to, points, idempotencyKey = key }, "__typename")).ErrorType();

    static async Task<string?> TierAsync(LoyaltyHost host, string contact) =>
        (await host.AccountAsync(contact, "tier { code }")).GetProperty("tier").GetProperty("code").GetString();
}
