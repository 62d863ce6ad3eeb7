using System.Text.Json;
using Crm.Headless.Plugins.Tests.People;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>
/// The tiers of people who turn out to be one, or two after all. The default programme has BRONZE from 0, SILVER from 1,000 and GOLD from
/// 5,000 points.
/// </summary>
[Collection(nameof(TestsOfRules))]
public sealed class MergedTierTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_both_earned_counts_together_at_once_and_for_each_again_when_they_are_separated(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(600, "Ann"), await host.MemberAsync(600, "Anna"));
        var before = await ExportsAsync(host, ann, anna);
        await host.MergeAsync(ann, anna);
        Assert.Equal(["SILVER 1200", "BRONZE -> SILVER REACHED"], await ToldAsync(host, ann));
        await host.UnmergeAsync(anna);
        Assert.Equal(["BRONZE 600"], await ToldAsync(host, ann));
        Assert.Equal(["BRONZE 600"], await ToldAsync(host, anna));
        Assert.Equal(before, await ExportsAsync(host, ann, anna));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Of_a_chain_of_merges_each_one_that_is_undone_restores_the_tiers_before_it(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, bea) = (await host.MemberAsync(600, "Ann"), await host.MemberAsync(600, "Bea"));
        var cleo = await host.MemberAsync(3_900, "Cleo");
        var before = await ExportsAsync(host, ann, bea, cleo);
        await host.MergeAsync(bea, ann);
        await host.MergeAsync(cleo, bea);
        Assert.Equal(["GOLD 5100", "SILVER -> GOLD REACHED", "BRONZE -> SILVER REACHED"], await ToldAsync(host, cleo));
        await host.UnmergeAsync(bea);
        Assert.Equal(["SILVER 1200", "BRONZE -> SILVER REACHED"], await ToldAsync(host, bea));
        Assert.Equal(["SILVER 3900", "BRONZE -> SILVER REACHED"], await ToldAsync(host, cleo));
        await host.UnmergeAsync(ann);
        Assert.Equal(before, await ExportsAsync(host, ann, bea, cleo));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_was_earned_since_the_merge_counts_for_the_survivor_when_they_are_separated(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(600, "Ann"), await host.MemberAsync(600, "Anna"));
        await host.MergeAsync(ann, anna);
        await host.PurchaseAsync(ann, 500);
        await host.HandledAsync();
        await host.UnmergeAsync(anna);
        Assert.Equal(["SILVER 1100", "BRONZE -> SILVER REACHED"], await ToldAsync(host, ann));
        Assert.Equal(["BRONZE 600"], await ToldAsync(host, anna));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_tier_that_changed_since_the_merge_is_decided_by_what_is_left(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(600, "Ann"), await host.MemberAsync(1_200, "Anna"));
        await host.MergeAsync(ann, anna);
        await host.PurchaseAsync(ann, 3_300);
        await host.HandledAsync();
        Assert.Equal("GOLD 5100", (await ToldAsync(host, ann))[0]);
        await host.UnmergeAsync(anna);
        Assert.Equal(("SILVER 3900", "SILVER 1200"), ((await ToldAsync(host, ann))[0], (await ToldAsync(host, anna))[0]));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_both_spent_counts_together_at_once_and_by_itself_with_the_next_run_of_the_job(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync("loyaltyCreateTier", new { code = "VIP", name = "Very important", rank = 9, spend = 100 }, "loyaltyTier");
        await host.RunJobAsync("LoyaltyTierPolicies");
        var (ann, anna) = (await host.MemberAsync(60, "Ann"), await host.MemberAsync(60, "Anna"));
        var before = await ExportsAsync(host, ann, anna);
        await host.MergeAsync(ann, anna);
        Assert.Equal("VIP 120", (await ToldAsync(host, ann))[0]);
        await host.RunJobAsync("LoyaltyTierWindows");
        await host.UnmergeAsync(anna);
        Assert.Equal(before, await ExportsAsync(host, ann, anna));
        await host.MergeAsync(ann, anna);
        await host.PurchaseAsync(ann, 30);
        await host.HandledAsync();
        await host.UnmergeAsync(anna);
        await host.RunJobAsync("LoyaltyTierWindows");
        Assert.Equal(("BRONZE 90", "BRONZE 60"), ((await ToldAsync(host, ann))[0], (await ToldAsync(host, anna))[0]));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task In_a_window_what_both_earned_counts_from_when_each_earned_it(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync("loyaltySetTierPolicy", new { window = "ROLLING", windowMonths = 12 }, "loyaltyProgram");
        await host.RunJobAsync("LoyaltyTierPolicies");
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2027-01-10 12:00"));
        var ann = await host.MemberAsync(600, "Ann");
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2027-03-10 12:00"));
        var anna = await host.MemberAsync(600, "Anna");
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2027-06-10 12:00"));
        var before = await ExportsAsync(host, ann, anna);
        await host.MergeAsync(anna, ann);
        Assert.Equal(["SILVER 1200", "BRONZE -> SILVER REACHED"], await ToldAsync(host, anna));
        await host.RunJobAsync("LoyaltyTierWindows");
        await host.UnmergeAsync(ann);
        Assert.Equal(before, await ExportsAsync(host, ann, anna));
        await host.RunJobAsync("LoyaltyTierWindows");
        Assert.Equal(before, await ExportsAsync(host, ann, anna));
        await host.MergeAsync(anna, ann);
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2028-01-10 00:10"));
        await host.RunJobAsync("LoyaltyTierWindows");
        Assert.Equal("BRONZE 600", (await ToldAsync(host, anna))[0]);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Points_by_hand_that_are_approved_after_the_merge_count_for_the_survivor_at_once(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(10, "Ann"), await host.MemberAsync(10, "Anna"));
        var id = (await host.DoAsync(
            "loyaltyRequestAdjustment", new { contactId = anna, points = 1, qualifying = 990, reason = "a friend of the house" },
            "loyaltyAdjustment", who: Clerk("tim"), inputType: "LoyaltyAdjustInput")).GetProperty("id").GetString();
        await host.MergeAsync(ann, anna);
        await host.DoAsync("loyaltyApproveAdjustment", new { id }, "loyaltyAdjustment", who: Clerk("eve"));
        Assert.Equal("SILVER 1010", (await ToldAsync(host, ann))[0]);
        await host.UnmergeAsync(anna);
        Assert.Equal(("BRONZE 10", "SILVER 1000"), ((await ToldAsync(host, ann))[0], (await ToldAsync(host, anna))[0]));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Subscribers_hear_of_the_tier_that_is_there_again(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(600, "Ann"), await host.MemberAsync(600, "Anna"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var moves = host.Crm.RunAsync(
            Acting.Member(ann, "contacts:read", "loyalty:read"), "subscription { loyaltyTierChanged { from { code } to { code } cause } }",
            null, limit.Token).GetAsyncEnumerator(limit.Token);
        var first = moves.MoveNextAsync();
        await host.MergeAsync(ann, anna);
        await host.UnmergeAsync(anna);
        Assert.True(await first);
        while (Told(moves.Current).GetProperty("cause").GetString() != "SEPARATED") Assert.True(await moves.MoveNextAsync());
        Assert.Equal("""{"from":{"code":"SILVER"},"to":{"code":"BRONZE"},"cause":"SEPARATED"}""", Told(moves.Current).ToString());

        static JsonElement Told(JsonElement answer) => answer.GetProperty("data").GetProperty("loyaltyTierChanged");
    }

    /// <summary>The tier with what counts for it, and its history but for the beginning, the latest change first.</summary>
    static async Task<IReadOnlyList<string>> ToldAsync(LoyaltyHost host, string contactId)
    {
        var account = await host.AccountAsync(contactId, "tier { code points spend } tierChanges { nodes { from to cause } }");
        var tier = account.GetProperty("tier");
        var counted = tier.GetProperty("spend").GetDecimal() is > 0 and var spend ? (long)spend : tier.GetProperty("points").GetInt64();
        var changes = account.GetProperty("tierChanges").GetProperty("nodes").EnumerateArray().SkipLast(1)
            .Where(change => change.GetProperty("from").GetString() is not null);
        return [$"{tier.GetProperty("code")} {counted}",
            .. changes.Select(change => $"{change.GetProperty("from")} -> {change.GetProperty("to")} {change.GetProperty("cause")}")];
    }

    /// <summary>But for when the window begins, which moves with the day on which somebody is looked at.</summary>
    static async Task<IReadOnlyList<string>> ExportsAsync(LoyaltyHost host, params string[] people)
    {
        var exports = new List<string>();
        foreach (var person in people)
        {
            var export = await host.ExportAsync(person);
            export["plugins"]!["crm.loyalty"]!["accounts"]![0]!["tier"]!.AsObject().Remove("windowStartsAt");
            exports.Add(export.ToJsonString());
        }
        return exports;
    }

    static CrmPrincipal Clerk(string name) =>
        new(PrincipalKind.Client, name, GraphQL.Schema.Access.Of(["contacts:read", "loyalty:read", "loyalty:adjust", "loyalty:approve"]));
}
