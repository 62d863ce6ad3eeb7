using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

[Collection(nameof(TestsOfRules))]
public sealed class RuleConditionTests(LoyaltyHosts hosts)
{
    static object PerAmount(int points, decimal amount) => new { perAmount = new { points, amount } };

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Rules_give_points_for_products_and_categories_line_by_line(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        await host.RuleAsync(
            "a-coffee", new { effect = PerAmount(2, 1), products = new[] { "espresso" }, categories = new[] { "coffee" } });
        await host.RuleAsync(
            "b-rest", new
            {
                effect = PerAmount(1, 1),
                exceptProducts = new[] { "espresso" },
                exceptCategories = new[] { "coffee", "gift card" }
            });
        await host.RuleAsync("c-cups", new { effect = new { perPiece = 5 }, products = new[] { "cup" } });

        Assert.Equal(["a-coffee 20 #1", "a-coffee 8 #2", "b-rest 30 #3", "c-cups 15 #3"], await host.AwardsAsync(new
        {
            lines = new object[]
            {
                new { productRef = "espresso", gross = 10 },
                new { productRef = "latte", category = "coffee", gross = 4 },
                new { productRef = "cup", quantity = 3, gross = 30 },
                new { productRef = "card", category = "gift card", gross = 100 },
            },
        }));
        Assert.Empty(await host.AwardsAsync(new { amount = 100 }));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Parts_of_points_are_rounded_once_for_a_rule_and_as_the_programme_says(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        await host.RuleAsync("units", new { effect = PerAmount(1, 1) });
        await host.RuleAsync("tea", new { effect = PerAmount(1, 3), products = new[] { "tea" } });
        var basket = new { lines = Enumerable.Repeat(new { productRef = "tea", gross = 0.9m }, 5) };

        Assert.Equal(["tea 1 #4", "units 4"], await host.AwardsAsync(basket));
        await host.UpdateProgramAsync(new { rounding = "NEAREST" });
        Assert.Equal(["tea 1 #2", "tea 1 #5", "units 5"], await host.AwardsAsync(basket));
        await host.UpdateProgramAsync(new { rounding = "UP" });
        Assert.Equal(["tea 1 #1", "tea 1 #4", "units 5"], await host.AwardsAsync(basket));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Discounts_lower_what_counts_and_tax_counts_or_not(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var basket = new { lines = new object[] { new { gross = 120, net = 100 }, new { gross = -12, net = -10 }, new { gross = 10 } } };
        Assert.Equal(118, await host.WorthAsync(basket));
        await host.UpdateProgramAsync(new { earnBasis = "NET" });
        Assert.Equal(100, await host.WorthAsync(basket));
        Assert.Equal(120, await host.WorthAsync(new { amount = 120 }));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Multipliers_come_on_top_of_each_other_and_do_not_multiply_each_other(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.RuleAsync("welcome", new { effect = new { @fixed = 7 }, multiplied = false });
        await host.RuleAsync("x-app", new { effect = new { factor = 2 }, channels = new[] { "APP" }, qualifying = false });
        await host.RuleAsync("y-tea", new { effect = new { factor = 1.5m }, products = new[] { "tea" } });

        Assert.Equal(["purchases 30", "welcome 7"], await host.AwardsAsync(new { amount = 30, channel = "STORE" }));
        Assert.Equal(["purchases 30", "welcome 7", "x-app 30"], await host.AwardsAsync(new { amount = 30, channel = "APP" }));
        var basket =
            new
            {
                channel = "APP",
                lines = new object[] { new { productRef = "tea", gross = 11 }, new { productRef = "cup", gross = 20 } }
            };
        Assert.Equal(["purchases 31", "welcome 7", "x-app 31", "y-tea 5 #1"], await host.AwardsAsync(basket));
        Assert.Equal((74, 43), (await host.WorthAsync(basket), (await host.QuoteAsync(basket)).GetProperty("qualifying").GetInt64()));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Of_a_group_only_the_rule_counts_that_gives_most(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        await host.RuleAsync("a-big", new { effect = PerAmount(3, 1), group = "sale", minAmount = 100 });
        await host.RuleAsync("b-always", new { effect = PerAmount(1, 1), group = "sale" });
        Assert.Equal(["b-always 99"], await host.AwardsAsync(new { amount = 99 }));
        Assert.Equal(["a-big 300"], await host.AwardsAsync(new { amount = 100 }));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Rules_of_a_unit_count_below_it_and_of_a_currency_for_nothing_else(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var mall = await UnitAsync(host, new { name = "Mall", kind = "MALL" });
        var store = await UnitAsync(host, new { name = "Store", kind = "STORE", parent = new { id = mall } });
        var other = await UnitAsync(host, new { name = "Other", kind = "STORE" });
        await host.RuleAsync("mall", new { effect = new { factor = 2 }, units = new[] { mall } });
        Assert.Equal(
            (20, 20, 10, 10),
            (await host.WorthAsync(new { amount = 10, unitId = store }), await host.WorthAsync(new { amount = 10, unitId = mall }),
                await host.WorthAsync(new { amount = 10, unitId = other }), await host.WorthAsync(new { amount = 10 })));
        await host.UpdateProgramAsync(new { currency = "EUR" });
        Assert.Equal(
            (10, 0), (await host.WorthAsync(new { amount = 10, currency = "EUR" }), await host.WorthAsync(
                new { amount = 10, currency = "USD" })));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Reviews_and_visits_of_members_earn_what_rules_of_their_kinds_say(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.RuleAsync(
            "reviews", new { effect = new { @fixed = 20 }, kinds = new[] { "FEEDBACK", "VISIT" }, maxPerDay = 30, qualifying = false });
        var (ann, bob) = (await host.CreateContactAsync("Ann"), await host.CreateContactAsync("Bob"));
        await host.PurchaseAsync(ann, 10m);
        foreach (var (kind, contact) in new[] { ("FEEDBACK", ann), ("VISIT", ann), ("VISIT", ann), ("NOTE", ann), ("FEEDBACK", bob) })
            await host.RecordAsync(new { kind, contact = new { id = contact } });
        await host.HandledAsync();
        Assert.Equal((40, null), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_tiers_multiplier_counts_by_the_tier_that_the_member_had_then(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.RuleAsync("x-silver", new { effect = new { factor = 2 }, tiers = new[] { "SILVER", "GOLD" } });
        var ann = await host.CreateContactAsync();
        var first = await host.PurchaseAsync(ann, 1_000m);
        await host.HandledAsync();
        Assert.Equal(1_000, await host.BalanceAsync(ann));
        host.Crm.Clock.Advance(TimeSpan.FromDays(1));
        await host.PurchaseAsync(ann, 100m);
        await host.HandledAsync();
        Assert.Equal(1_200, await host.BalanceAsync(ann));
        Assert.Equal(20, await host.WorthAsync(new { contactId = ann, amount = 10 }));

        await host.CorrectAsync(first, new { amount = 1_010m });
        await host.HandledAsync();
        Assert.Equal(1_210, await host.BalanceAsync(ann));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_by_name()
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        var fine = PerAmount(1, 1);
        foreach (var (definition, field) in new (object, string)[]
        {
            (new { effect = PerAmount(0, 1) }, "effect.perAmount.points"),
            (new { effect = PerAmount(1, 0) }, "effect.perAmount.amount"),
            (new { effect = new { perPiece = 2_000_000 } }, "effect.perPiece"),
            (new { effect = new { @fixed = -1 } }, "effect.fixed"),
            (new { effect = new { factor = 1 } }, "effect.factor"),
            (new { effect = new { factor = 1.23456m } }, "effect.factor"),
            (new { effect = fine, kinds = new[] { "REFUND" } }, "kinds"),
            (new { effect = fine, products = Array.Empty<string>() }, "products"),
            (new { effect = fine, categories = new[] { "" } }, "categories"),
            (new { effect = fine, daysOfMonth = new[] { 32 } }, "daysOfMonth"),
            (new { effect = fine, daysFromJoining = 0 }, "daysFromJoining"),
            (new { effect = fine, minAmount = 0 }, "minAmount"),
            (new { effect = fine, maxPerDay = 0 }, "maxPerDay"),
            (new { effect = fine, tiers = new[] { "GOLD", "PLATINUM" } }, "tiers"),
        })
        {
            var data = await host.Crm.QueryAsync(
                """
                mutation($input: LoyaltyCreateRuleInput!) {
                  loyaltyCreateRule(input: $input) { errors { ... on LoyaltyRuleInvalidError { field } } } }
                """,
                new { input = new { code = "x", definition } });
            Assert.Equal(field, data.GetProperty("loyaltyCreateRule").GetProperty("errors")[0].GetProperty("field").GetString());
        }
    }

    static async Task<string> UnitAsync(LoyaltyHost host, object input)
    {
        var data = await host.Crm.QueryAsync(
            "mutation($input: CreateUnitInput!) { createUnit(input: $input) { unit { id } errors { ... on Error { message } } } }",
            new { input });
        return data.GetProperty("createUnit").GetProperty("unit").GetProperty("id").GetString()!;
    }
}
