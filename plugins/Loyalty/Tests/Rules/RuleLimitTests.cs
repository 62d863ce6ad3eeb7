using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

[Collection(nameof(TestsOfRules))]
public sealed class RuleLimitTests(LoyaltyHosts hosts)
{
    static readonly object OnePerUnit = new { perAmount = new { points = 1, amount = 1 } };

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_rule_gives_no_more_than_its_limits_for_an_order_a_day_and_a_member(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        await host.RuleAsync("units", new { effect = OnePerUnit, maxPerOrder = 50, maxPerDay = 80, maxPerMember = 150 });
        var ann = await host.CreateContactAsync();
        var balances = new List<long?>();
        for (var i = 0; i < 5; i++)
        {
            await host.PurchaseAsync(ann, 60m);
            await host.HandledAsync();
            balances.Add(await host.BalanceAsync(ann));
            if (i % 2 == 1) host.Crm.Clock.Advance(TimeSpan.FromDays(1));
        }
        Assert.Equal([50, 80, 130, 150, 150], balances);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Purchases_that_are_handled_together_keep_to_a_limit_together(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        await host.RuleAsync("units", new { effect = OnePerUnit, maxPerDay = 100 });
        var people = new List<string>();
        for (var i = 0; i < 3; i++) people.Add(await host.CreateContactAsync($"Person {i}"));
        var rows = from i in Enumerable.Range(0, 10)
                   from id in people
                   select new
                   {
                       kind = "PURCHASE",
                       contact = new { id },
                       amount = 30,
                       currency = "USD",
                       occurredAt = $"2026-01-0{1 + (i / 5)}T10:00:0{i}Z"
                   };
        await host.Crm.QueryAsync(
            "mutation($input: RecordInteractionsInput!) { recordInteractions(input: $input) { created } }",
            new { input = new { interactions = rows } });
        await host.HandledAsync();
        foreach (var id in people) Assert.Equal(200, await host.BalanceAsync(id));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_is_given_back_makes_room_for_more(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        await host.RuleAsync("units", new { effect = OnePerUnit, maxPerDay = 100 });
        var ann = await host.CreateContactAsync();
        var purchase = await host.PurchaseAsync(ann, 90m);
        await host.HandledAsync();
        Assert.Equal(10, await host.WorthAsync(new { contactId = ann, amount = 60 }));
        await host.CorrectAsync(purchase, new { amount = 70m });
        await host.HandledAsync();
        Assert.Equal((70, 30), (await host.BalanceAsync(ann), await host.WorthAsync(new { contactId = ann, amount = 60 })));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task All_rules_together_keep_to_the_limits_of_the_programme_and_multipliers_give_way_first(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.RuleAsync("x-double", new { effect = new { factor = 2 } });
        await host.UpdateProgramAsync(new { maxPointsPerOrder = 150, maxPointsPerDay = 200 });
        Assert.Equal(["purchases 100", "x-double 50"], await host.AwardsAsync(new { amount = 100 }));
        var ann = await host.CreateContactAsync();
        await host.PurchaseAsync(ann, 100m);
        await host.PurchaseAsync(ann, 100m);
        await host.HandledAsync();
        Assert.Equal(200, await host.BalanceAsync(ann));
    }
}
