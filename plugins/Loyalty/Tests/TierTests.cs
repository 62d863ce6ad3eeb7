using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>
/// How tiers are reached, kept and lost. The default programme has BRONZE from 0, SILVER from 1,000 and GOLD from 5,000 points.
/// </summary>
[Collection(nameof(TestsOfRules))]
public sealed class TierTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_tier_follows_all_qualifying_points_unless_the_programme_says_otherwise(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(1_200m);
        var tier =
            (await host.AccountAsync(
                ann, "tier { code rank current { code name } next { code points } progress points windowEndsAt since }"))
                    .GetProperty("tier");
        Assert.Equal(("SILVER", 2, "SILVER", "GOLD", 0.24m, 1_200), (
            tier.GetProperty("code").GetString(), tier.GetProperty("rank").GetInt32(),
            tier.GetProperty("current").GetProperty("code").GetString(),
            tier.GetProperty("next").GetProperty("code").GetString(), tier.GetProperty("progress").GetDecimal(),
            tier.GetProperty("points").GetInt64()));
        Assert.Equal(JsonValueKind.Null, tier.GetProperty("windowEndsAt").ValueKind);

        await host.RefundAsync(ann, 300m);
        await host.HandledAsync();
        Assert.Equal("BRONZE", await TierAsync(host, ann));
        Assert.Equal(["SILVER -> BRONZE LOST", "BRONZE -> SILVER REACHED", " -> BRONZE REACHED"], await ChangesAsync(host, ann));

        await host.DoAsync("loyaltyAdjust", new { contactId = ann, points = 1, qualifying = -2_000, reason = "a mistake" }, "loyaltyAdjustment");
        Assert.Equal(-1_100, (await host.LoyaltyAsync(ann)).GetProperty("qualifying").GetInt64());
        Assert.Equal("BRONZE", await TierAsync(host, ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_rolling_window_forgets_what_was_earned_on_the_day_on_which_it_is_too_old(DatabaseKind database)
    {
        var host = await AfreshAsync(database, new { window = "ROLLING", windowMonths = 12 });
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2028-02-29 10:00"));
        var ann = await host.MemberAsync(900m);
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2028-08-31 10:00"));
        await host.PurchaseAsync(ann, 200m);
        await host.HandledAsync();
        Assert.Equal(("SILVER", "2029-03-01T00:00:00Z"), (await TierAsync(host, ann), await WindowEndAsync(host, ann)));

        await AtAsync(host, "2029-02-28 23:30");
        Assert.Equal("SILVER", await TierAsync(host, ann));
        await AtAsync(host, "2029-03-01 00:10");
        Assert.Equal(("BRONZE", "2029-08-31T00:00:00Z"), (await TierAsync(host, ann), await WindowEndAsync(host, ann)));

        await host.PurchaseAsync(ann, 800m);
        await host.HandledAsync();
        Assert.Equal("SILVER", await TierAsync(host, ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_tier_can_ask_for_spend_and_interactions_together(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync(
            "loyaltyCreateTier", new { code = "VIP", name = "Very important", rank = 9, spend = 100, interactions = 3 }, "loyaltyTier");
        await ApplyAsync(host);
        var ann = await host.MemberAsync(150m);
        Assert.Equal("BRONZE", await TierAsync(host, ann));
        await host.PurchaseAsync(ann, 1m);
        await host.PurchaseAsync(ann, 1m);
        await host.HandledAsync();
        Assert.Equal("VIP", await TierAsync(host, ann));
        await host.RefundAsync(ann, 60m);
        await host.HandledAsync();
        Assert.Equal("BRONZE", await TierAsync(host, ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Days_of_grace_let_somebody_come_back_before_the_tier_is_lost(DatabaseKind database)
    {
        var host = await AfreshAsync(database, new { graceDays = 10 });
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2027-05-01 12:00"));
        var (ann, bob) = (await host.MemberAsync(1_000m), await host.MemberAsync(1_000m, "Bob"));
        await host.RefundAsync(ann, 500m);
        await host.RefundAsync(bob, 500m);
        await host.HandledAsync();
        Assert.Equal(("SILVER", true), (await TierAsync(host, ann), await HasAsync(host, ann, "graceEndsAt")));
        await host.PurchaseAsync(bob, 500m);
        await host.HandledAsync();
        Assert.False(await HasAsync(host, bob, "graceEndsAt"));

        await AtAsync(host, "2027-05-11 11:00");
        Assert.Equal("SILVER", await TierAsync(host, ann));
        await AtAsync(host, "2027-05-11 13:00");
        Assert.Equal(("BRONZE", "SILVER"), (await TierAsync(host, ann), await TierAsync(host, bob)));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_tier_of_a_calendar_year_is_kept_to_the_end_of_the_next_and_longer_when_it_is_reached_again(DatabaseKind database)
    {
        var host = await AfreshAsync(database, new { window = "CALENDAR_YEAR", retentionMonths = 12, retainsToYearEnd = true });
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2027-06-15 12:00"));
        var (ann, bob) = (await host.MemberAsync(1_000m), await host.MemberAsync(1_000m, "Bob"));
        Assert.Equal("2029-01-01T00:00:00Z", await TierFieldAsync(host, ann, "until"));

        await AtAsync(host, "2028-01-01 00:10");
        Assert.Equal(("SILVER", "0"), (await TierAsync(host, ann), await TierFieldAsync(host, ann, "points")));
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2028-09-01 12:00"));
        await host.PurchaseAsync(bob, 1_000m);
        await host.HandledAsync();

        await AtAsync(host, "2029-01-01 00:10");
        Assert.Equal(("BRONZE", "SILVER"), (await TierAsync(host, ann), await TierAsync(host, bob)));
        Assert.Equal("2030-01-01T00:00:00Z", await TierFieldAsync(host, bob, "until"));
        await AtAsync(host, "2030-01-01 00:10");
        Assert.Equal("BRONZE", await TierAsync(host, bob));
    }

    [Fact]
    public async Task Who_loses_a_tier_goes_down_one_or_to_what_is_earned_or_nowhere()
    {
        Assert.Equal(["SILVER", "BRONZE"], await FallAsync("ONE_TIER"));
        Assert.Equal(["BRONZE", "BRONZE"], await FallAsync("TO_EARNED"));
        Assert.Equal(["GOLD", "GOLD"], await FallAsync("NEVER"));

        async Task<string[]> FallAsync(string downgrade)
        {
            var host = await AfreshAsync(DatabaseKind.Sqlite, new { window = "ROLLING", windowMonths = 6, downgrade });
            host.Crm.Clock.Set(LoyaltyCalls.Utc("2027-01-15 12:00"));
            var ann = await host.MemberAsync(5_000m);
            await AtAsync(host, "2027-07-15 00:10");
            var first = await TierAsync(host, ann);
            await AtAsync(host, "2028-01-15 00:10");
            return [first ?? "", await TierAsync(host, ann) ?? ""];
        }
    }

    [Fact]
    public async Task Less_can_be_enough_to_keep_a_tier_than_to_reach_it()
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        await host.DoAsync("loyaltyCreateTier", new { code = "TOP", name = "Top", rank = 4, points = 100, keepPoints = 60 }, "loyaltyTier");
        await ApplyAsync(host);
        var ann = await host.MemberAsync(100m);
        await host.RefundAsync(ann, 40m);
        await host.HandledAsync();
        Assert.Equal("TOP", await TierAsync(host, ann));
        await host.RefundAsync(ann, 1m);
        await host.HandledAsync();
        Assert.Equal("BRONZE", await TierAsync(host, ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_tier_is_given_by_hand_for_a_reason_until_its_end(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2027-03-01 12:00"));
        var ann = await host.MemberAsync(10m);
        var input =
            new
            {
                contactId = ann,
                tierId = await TierIdAsync(host, "GOLD"),
                reason = "A friend of the house",
                endsAt = "2027-04-01T00:00:00Z"
            };
        await host.DoAsync("loyaltyOverrideTier", input, "loyaltyAccount");
        await host.PurchaseAsync(ann, 1_000m);
        await host.HandledAsync();
        Assert.Equal(("GOLD", "True"), (await TierAsync(host, ann), await TierFieldAsync(host, ann, "isOverridden")));

        await AtAsync(host, "2027-04-01 00:10");
        Assert.Equal(("SILVER", "False"), (await TierAsync(host, ann), await TierFieldAsync(host, ann, "isOverridden")));
        Assert.Equal(
            ["GOLD -> SILVER OVERRIDE_ENDED", "BRONZE -> GOLD OVERRIDDEN A friend of the house", " -> BRONZE REACHED"],
            await ChangesAsync(host, ann));
        Assert.Equal("LoyaltyEndInPastError", (await host.ChangeAsync("loyaltyOverrideTier", input, "__typename")).ErrorType());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_tier_that_was_given_by_hand_can_be_taken_back(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(10m);
        await host.DoAsync(
            "loyaltyOverrideTier", new { contactId = ann, tierId = await TierIdAsync(host, "GOLD"), reason = "By mistake" },
            "loyaltyAccount");
        var account = await host.DoAsync(
            "loyaltyEndTierOverride", new { contactId = ann, reason = "It was one" }, "loyaltyAccount", "tier { code isOverridden }");
        Assert.Equal("""{"code":"BRONZE","isOverridden":false}""", account.GetProperty("tier").ToString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Contacts_are_filtered_and_ordered_by_tier_in_one_statement(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        foreach (var (name, amount) in new[] { ("Low", 1m), ("High", 9_000m), ("Middle", 1_000m) }) await host.MemberAsync(amount, name);
        host.Statements.Clear();
        var data = await host.Crm.QueryAsync("""
            { contacts(where: { loyalty: { tier: { code: { in: ["SILVER", "GOLD"] } } } }, order: [{ loyalty: { tier: { rank: DESC } } }]) {
                nodes { displayName loyalty { balance tier { code } } } } }
            """);
        Assert.Single(host.Statements.Of("contacts"));
        Assert.Equal(["High GOLD", "Middle SILVER"], data.GetProperty("contacts").GetProperty("nodes").EnumerateArray().Select(contact =>
            $"{contact.GetProperty("displayName")} {contact.GetProperty("loyalty").GetProperty("tier").GetProperty("code")}"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Subscribers_hear_of_a_tier_that_somebody_comes_to(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(10m);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var member = Acting.Member(ann, "contacts:read", "loyalty:read");
        await using var moves = host.Crm.RunAsync(
            member, "subscription { loyaltyTierChanged { from { code } to { code benefits } cause } }", null,
            limit.Token).GetAsyncEnumerator(limit.Token);
        var next = moves.MoveNextAsync();
        await host.PurchaseAsync(ann, 5_000m);
        await host.HandledAsync();
        Assert.True(await next);
        if (Told().Contains("\"from\":null")) Assert.True(await moves.MoveNextAsync()); // what happened just before he began to listen
        Assert.Equal("""{"from":{"code":"BRONZE"},"to":{"code":"GOLD","benefits":[]},"cause":"REACHED"}""", Told());

        string Told() => moves.Current.GetProperty("data").GetProperty("loyaltyTierChanged").ToString();
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task When_a_programme_changes_its_tiers_everybody_is_looked_at_again(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(600m);
        await host.DoAsync(
            "loyaltyUpdateTier", new { id = await TierIdAsync(host, "SILVER"), points = 500, benefits = new[] { "Free coffee" } },
            "loyaltyTier");
        await ApplyAsync(host);
        var tier = (await host.AccountAsync(ann, "tier { code current { benefits } }")).GetProperty("tier");
        Assert.Equal("""{"code":"SILVER","current":{"benefits":["Free coffee"]}}""", tier.ToString());

        await host.ChangeAsync("loyaltyRemoveTier", new { id = await TierIdAsync(host, "SILVER") }, "id");
        await ApplyAsync(host);
        Assert.Equal("BRONZE", await TierAsync(host, ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Of_two_contacts_who_are_one_person_the_better_tier_goes_on_and_back(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(600m), await host.MemberAsync(10m, "Anna"));
        await host.DoAsync(
            "loyaltyOverrideTier", new { contactId = anna, tierId = await TierIdAsync(host, "GOLD"), reason = "A friend of the house" },
            "loyaltyAccount");
        await host.ChangeAsync("mergeContacts", new { survivorId = ann, mergedId = anna }, "__typename");
        Assert.Equal(("GOLD", "True"), (await TierAsync(host, ann), await TierFieldAsync(host, ann, "isOverridden")));
        await host.ChangeAsync("unmergeContacts", new { mergedId = anna }, "__typename");
        Assert.Equal(("BRONZE", "False"), (await TierAsync(host, ann), await TierFieldAsync(host, ann, "isOverridden")));
        Assert.Equal(("GOLD", "True"), (await TierAsync(host, anna), await TierFieldAsync(host, anna, "isOverridden")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Points_that_come_with_a_merge_count_for_the_time_when_they_were_earned(DatabaseKind database)
    {
        var host = await AfreshAsync(database, new { window = "ROLLING", windowMonths = 12 });
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2027-01-10 12:00"));
        var (ann, anna) = (await host.MemberAsync(600m), await host.MemberAsync(600m, "Anna"));
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2027-06-10 12:00"));
        await host.ChangeAsync("mergeContacts", new { survivorId = ann, mergedId = anna }, "__typename");
        await host.RunJobAsync("LoyaltyTierWindows");
        Assert.Equal(("SILVER", "2028-01-10T00:00:00Z"), (await TierAsync(host, ann), await WindowEndAsync(host, ann)));
        await AtAsync(host, "2028-01-10 00:10");
        Assert.Equal(("BRONZE", "0"), (await TierAsync(host, ann), await TierFieldAsync(host, ann, "points")));
    }

    [Fact]
    public async Task A_window_begins_and_ends_by_the_clock_of_the_programme()
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        await host.DoAsync("loyaltyUpdateProgram", new { timeZone = "Asia/Shanghai" }, "loyaltyProgram");
        await host.DoAsync("loyaltySetTierPolicy", new { window = "CALENDAR_YEAR" }, "loyaltyProgram");
        await ApplyAsync(host);
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2027-12-31 15:30"));
        var ann = await host.MemberAsync(1_000m);
        Assert.Equal("2027-12-31T16:00:00Z", await WindowEndAsync(host, ann));
        await AtAsync(host, "2027-12-31 16:10");
        Assert.Equal("BRONZE", await TierAsync(host, ann));
    }

    [Fact]
    public async Task Tiers_and_policies_that_make_no_sense_are_refused_by_field()
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        Assert.Equal("code", await RefusedAsync("loyaltyCreateTier", new { code = "gold", name = "Gold", rank = 4 }));
        Assert.Equal("code", await RefusedAsync("loyaltyCreateTier", new { code = "GOLD", name = "Gold", rank = 4 }));
        Assert.Equal("rank", await RefusedAsync("loyaltyCreateTier", new { code = "MORE", name = "More", rank = 3 }));
        Assert.Equal("rank", await RefusedAsync("loyaltyCreateTier", new { code = "MORE", name = "More", rank = 0 }));
        Assert.Equal(
            "keepPoints",
            await RefusedAsync("loyaltyCreateTier", new { code = "MORE", name = "More", rank = 4, points = 5, keepPoints = 6 }));
        Assert.Equal("spend", await RefusedAsync("loyaltyUpdateTier", new { id = await TierIdAsync(host, "GOLD"), spend = -1 }));
        Assert.Equal("graceDays", await RefusedAsync("loyaltySetTierPolicy", new { graceDays = -1 }));
        Assert.Equal("windowMonths", await RefusedAsync("loyaltySetTierPolicy", new { windowMonths = 0 }));

        async Task<string?> RefusedAsync(string field, object input) => (await host.ChangeAsync(
            field, input, "__typename",
            field == "loyaltySetTierPolicy"
                ? "... on LoyaltyTierPolicyInvalidError { field }"
                : "... on LoyaltyTierInvalidError { field }"))
            .Error().GetProperty("field").GetString();
    }

    async Task<LoyaltyHost> AfreshAsync(DatabaseKind database, object policy)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync("loyaltySetTierPolicy", policy, "loyaltyProgram");
        await ApplyAsync(host);
        return host;
    }

    static Task ApplyAsync(LoyaltyHost host) => host.RunJobAsync("LoyaltyTierPolicies");

    static Task AtAsync(LoyaltyHost host, string moment)
    {
        host.Crm.Clock.Set(LoyaltyCalls.Utc(moment));
        return host.RunJobAsync("LoyaltyTierWindows");
    }

    static Task<string?> TierAsync(LoyaltyHost host, string contact) => TierFieldAsync(host, contact, "code");

    static Task<string?> WindowEndAsync(LoyaltyHost host, string contact) => TierFieldAsync(host, contact, "windowEndsAt");

    static async Task<bool> HasAsync(LoyaltyHost host, string contact, string field) =>
        await TierFieldAsync(host, contact, field) is { Length: > 0 };

    static async Task<string?> TierFieldAsync(LoyaltyHost host, string contact, string field) =>
        (await host.AccountAsync(contact, $"tier {{ {field} }}")).GetProperty("tier").GetProperty(field).ToString();

    static async Task<string?> TierIdAsync(LoyaltyHost host, string code) =>
        (await host.Crm.QueryAsync(
            "query($code: String!) { loyaltyPrograms { nodes { tiers(where: { code: { eq: $code } }) { nodes { id } } } } }", new { code }))
        .GetProperty("loyaltyPrograms").GetProperty("nodes")[0].GetProperty("tiers").GetProperty("nodes")[0].GetProperty("id").GetString();

    static async Task<string[]> ChangesAsync(LoyaltyHost host, string contact) =>
    [
        .. (await host.AccountAsync(contact, "tierChanges { nodes { from to cause reason } }")).GetProperty("tierChanges")
        .GetProperty("nodes").EnumerateArray()
            .Select(change =>
                $"{change.GetProperty("from")} -> {change.GetProperty("to")} {change.GetProperty("cause")} {change.GetProperty("reason")}"
                    .TrimEnd()),
    ];
}
