using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

[Collection(nameof(TestsOfRules))]
public sealed class RuleLifeTests(LoyaltyHosts hosts)
{
    static readonly object OnePerUnit = new { effect = new { perAmount = new { points = 1, amount = 1 } } };
    static readonly object ThreePerUnit = new { effect = new { perAmount = new { points = 3, amount = 1 } } };

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_draft_counts_for_nothing_until_it_is_let_loose(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        var rule = await host.DraftAsync("spring", OnePerUnit);
        Assert.Equal(0, await host.WorthAsync(new { amount = 10 }));
        Assert.Equal(["1 DRAFT"], await VersionsAsync(host, rule));
        Assert.Null(await host.ActivateAsync(rule));
        Assert.Equal(10, await host.WorthAsync(new { amount = 10 }));
        Assert.Equal(["1 ACTIVE"], await VersionsAsync(host, rule));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_changed_rule_is_a_new_version_that_takes_the_place_of_the_one_before_when_it_starts(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        var rule = await host.RuleAsync("spring", OnePerUnit);
        Assert.Null(await host.RedraftAsync(rule, ThreePerUnit));
        Assert.Equal(["2 DRAFT", "1 ACTIVE"], await VersionsAsync(host, rule));
        var start = host.Crm.Clock.GetUtcNow().AddDays(7);

        Assert.Null(await host.ActivateAsync(rule, $"{start:O}"));

        Assert.Equal(["2 SCHEDULED", "1 ACTIVE"], await VersionsAsync(host, rule));
        Assert.Equal(
            (10, 30), (await host.WorthAsync(new { amount = 10, occurredAt = start.AddSeconds(-1) }), await host.WorthAsync(
                new { amount = 10, occurredAt = start })));
        host.Crm.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(["2 ACTIVE", "1 ENDED"], await VersionsAsync(host, rule));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_happens_while_a_rule_is_paused_earns_nothing_by_it(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        var rule = await host.RuleAsync("spring", OnePerUnit);
        var before = host.Crm.Clock.GetUtcNow();
        Assert.Null(await host.ErrorAsync("loyaltyPauseRule", new { ruleId = rule }));
        var paused = host.Crm.Clock.GetUtcNow();
        Assert.Equal(["1 PAUSED"], await VersionsAsync(host, rule));
        Assert.Equal("LoyaltyRuleStateError", await host.ErrorAsync("loyaltyPauseRule", new { ruleId = rule }));
        host.Crm.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await host.ErrorAsync("loyaltyResumeRule", new { ruleId = rule }));

        Assert.Equal(["2 ACTIVE", "1 ENDED"], await VersionsAsync(host, rule));
        Assert.Equal(
            (10, 0, 10),
            (await host.WorthAsync(new { amount = 10, occurredAt = before }), await host.WorthAsync(
                new { amount = 10, occurredAt = paused }),
                await host.WorthAsync(new { amount = 10 })));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_points_stand_on_is_not_changed_afterwards(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        var rule = await host.RuleAsync("spring", OnePerUnit);
        await host.PurchaseAsync(await host.CreateContactAsync(), 10m);
        await host.HandledAsync();
        var yesterday = $"{host.Crm.Clock.GetUtcNow().AddDays(-1):O}";

        Assert.Equal("LoyaltyRuleTimeError", await host.EndRuleAsync(rule, yesterday));
        await host.RedraftAsync(rule, ThreePerUnit);
        Assert.Equal("LoyaltyRuleTimeError", await host.ActivateAsync(rule, yesterday));
        Assert.Null(await host.EndRuleAsync(rule));
        Assert.Equal("LoyaltyRuleStateError", await host.EndRuleAsync(rule));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_purchase_is_judged_by_the_rules_of_its_time_however_late_it_is_refunded(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        var rule = await host.RuleAsync("spring", OnePerUnit);
        var ann = await host.CreateContactAsync();
        await host.RecordAsync(
            Lines(ann, "PURCHASE", "a", new { productRef = "tea", quantity = 2, gross = 60 },
                new { productRef = "cup", quantity = 1, gross = 40 }));
        await host.HandledAsync();
        await host.RedraftAsync(rule, ThreePerUnit);
        await host.ActivateAsync(rule);

        await host.RecordAsync(
            Lines(ann, "REFUND", "b",
                new
                {
                    productRef = "tea",
                    quantity = 1,
                    gross = 30,
                    reverses = new { place = new { source = "shop", externalId = "a", position = 1 } }
                }));
        await host.HandledAsync();
        Assert.Equal(70, await host.BalanceAsync(ann));
        await host.PurchaseAsync(ann, 10m);
        await host.HandledAsync();
        Assert.Equal(100, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_a_programme_says_later_changes_nothing_about_what_was_earned_before(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.CreateContactAsync();
        var purchase = await host.PurchaseAsync(ann, 10.9m);
        await host.HandledAsync();
        await host.UpdateProgramAsync(new { rounding = "UP", maxPointsPerOrder = 5 });

        await host.CorrectAsync(purchase, new { amount = 9.9m });
        await host.HandledAsync();

        Assert.Equal(9, await host.BalanceAsync(ann));
        await host.PurchaseAsync(ann, 10.9m);
        await host.HandledAsync();
        Assert.Equal(14, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Codes_are_unique_and_what_is_unknown_is_named(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var rule = await host.DraftAsync("spring", OnePerUnit);
        Assert.Equal("LoyaltyCodeInUseError", await host.ErrorAsync("loyaltyCreateRule", new { code = "spring", definition = OnePerUnit }));
        Assert.Equal(
            "LoyaltyCodeInvalidError", await host.ErrorAsync("loyaltyCreateRule", new { code = "Spring sale", definition = OnePerUnit }));
        Assert.Equal(
            "LoyaltyProgramNotFoundError",
            await host.ErrorAsync("loyaltyCreateRule", new { code = "x", program = "none", definition = OnePerUnit }));
        Assert.Equal("LoyaltyRuleTimeError", await host.ActivateAsync(rule, "2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z"));
        Assert.Equal("LoyaltyCodeInUseError", await host.ErrorAsync("loyaltyCreateProgram", new { code = "default" }));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_rule_that_could_not_be_made_does_not_hide_what_changes_next(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var rule = await host.DraftAsync("spring", OnePerUnit);
        var before = await host.WorthAsync(new { amount = 10 });
        Assert.Equal("LoyaltyCodeInUseError", await host.ErrorAsync("loyaltyCreateRule", new { code = "spring", definition = OnePerUnit }));
        Assert.Null(await host.ActivateAsync(rule, RuleWords.Ever));
        Assert.Equal(before + 10, await host.WorthAsync(new { amount = 10 }));
    }

    static object Lines(string contact, string kind, string externalId, params object[] lines) => new
    {
        kind,
        contact = new { id = contact },
        source = "shop",
        externalId,
        currency = "USD",
        lines,
    };

    static async Task<string[]> VersionsAsync(LoyaltyHost host, string rule)
    {
        var data = await host.Crm.QueryAsync(
            "query($id: ID!) { node(id: $id) { ... on LoyaltyRule { versions { nodes { number status } } } } }", new { id = rule });
        return [.. data.GetProperty("node").GetProperty("versions").GetProperty("nodes").EnumerateArray().Select(version =>
            $"{version.GetProperty("number")} {version.GetProperty("status").GetString()}")];
    }
}
