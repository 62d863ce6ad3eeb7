using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>A rehearsal looks at what everybody did, so each has a host of its own.</summary>
public sealed class RehearsalTests
{
    const string Start = "2026-01-01T00:00:00Z", End = "2026-07-01T00:00:00Z";

    [Theory, OnSqlite, OnPostgreSqlAtLength]
    public async Task A_rehearsal_writes_nothing_and_says_what_the_rule_then_gives(DatabaseKind database)
    {
        await using var host = await LoyaltyHost.StartAsync(database);
        await host.WithoutRulesAsync();
        await host.UpdateProgramAsync(new { timeZone = "Europe/Berlin", expiryPolicy = "MONTHS_AFTER_EARNING", expiryMonths = 3 });
        host.Crm.Clock.Set(DateTimeOffset.Parse(End));
        var people = await HistoryAsync(host);
        var rule = new { effect = new { perAmount = new { points = 2, amount = 1 } }, categories = new[] { "tea" }, maxPerDay = 50 };

        var rehearsed = await host.RehearseAsync(rule, Start, End, page: 2);

        Assert.Equal([0, 0, 0, 0], await Task.WhenAll(people.Select(async person => await host.BalanceAsync(person))));
        await host.RuleAsync("tea", rule);
        await host.ReplayAsync();
        await host.RunJobAsync("LoyaltyDue");
        foreach (var person in people)
        {
            var (earned, lapsed) = await EarnedAsync(host, person);
            var expected = rehearsed.TryGetValue(person, out var member)
                ? (member.Points(), member.GetProperty("expired").GetInt64())
                : (0, 0);
            Assert.Equal(expected, (earned, lapsed));
        }
        Assert.Equal(3, rehearsed.Count);
        Assert.True(rehearsed.Values.Sum(member => member.GetProperty("expired").GetInt64()) > 0, "Nothing lapses in this history.");
    }

    [Theory, OnSqlite, OnPostgreSqlAtLength]
    public async Task It_is_the_tier_of_that_time_that_counts_and_not_todays(DatabaseKind database)
    {
        await using var host = await LoyaltyHost.StartAsync(database);
        var ann = await host.CreateContactAsync();
        var from = $"{host.Crm.Clock.GetUtcNow():O}";
        await host.PurchaseAsync(ann, 1_000m);
        await host.HandledAsync();
        host.Crm.Clock.Advance(TimeSpan.FromDays(1));
        await host.PurchaseAsync(ann, 100m);
        await host.HandledAsync();
        var to = $"{host.Crm.Clock.GetUtcNow().AddDays(1):O}";

        foreach (var (tier, points) in new[] { ("BRONZE", 1_000), ("SILVER", 100) })
        {
            var members = await host.RehearseAsync(new { effect = new { factor = 2 }, tiers = new[] { tier } }, from, to);
            Assert.Equal(points, members[ann].Points());
        }
    }

    [Theory, OnSqlite, OnPostgreSqlAtLength]
    public async Task Two_rules_are_rehearsed_in_one_request(DatabaseKind database)
    {
        await using var host = await LoyaltyHost.StartAsync(database);
        await host.WithoutRulesAsync();
        await host.MemberAsync(100);
        var (from, to) = ($"{host.Crm.Clock.GetUtcNow().AddDays(-1):O}", $"{host.Crm.Clock.GetUtcNow().AddDays(1):O}");
        var data = await host.Crm.QueryAsync("""
            query($one: LoyaltyRuleDefinitionInput!, $two: LoyaltyRuleDefinitionInput!, $from: DateTime!, $to: DateTime!) {
              a: loyaltyRehearse(rule: $one, from: $from, to: $to) { members(first: 5) { nodes { points } } }
              b: loyaltyRehearse(rule: $two, from: $from, to: $to) { members(first: 5) { nodes { points } } } }
            """, new { one = new { effect = new { @fixed = 1 } }, two = new { effect = new { @fixed = 2 } }, from, to });
        Assert.Equal("""{"a":{"members":{"nodes":[{"points":1}]}},"b":{"members":{"nodes":[{"points":2}]}}}""", data.ToString());
    }

    [Theory, OnSqlite, OnPostgreSqlAtLength]
    public async Task Reviews_count_from_when_somebody_was_a_member(DatabaseKind database)
    {
        await using var host = await LoyaltyHost.StartAsync(database);
        var (ann, bob) = (await host.CreateContactAsync(), await host.CreateContactAsync("Bob"));
        var from = $"{host.Crm.Clock.GetUtcNow():O}";
        foreach (var (kind, contact) in new[] { ("FEEDBACK", ann), ("FEEDBACK", bob) })
            await host.RecordAsync(new { kind, contact = new { id = contact } });
        await host.HandledAsync();
        host.Crm.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.PurchaseAsync(ann, 1m);
        await host.HandledAsync();
        host.Crm.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.RecordAsync(new { kind = "FEEDBACK", contact = new { id = ann } });
        await host.HandledAsync();
        var to = $"{host.Crm.Clock.GetUtcNow().AddMinutes(1):O}";

        var members = await host.RehearseAsync(new { effect = new { @fixed = 20 }, kinds = new[] { "FEEDBACK" } }, from, to);

        Assert.Equal((ann, 20), (Assert.Single(members).Key, members[ann].Points()));
        Assert.Equal("Ann", members[ann].GetProperty("contact").GetProperty("displayName").GetString());
    }

    [Theory, OnSqlite, OnPostgreSqlAtLength]
    public async Task A_new_version_is_rehearsed_in_place_of_the_one_before_with_all_other_rules(DatabaseKind database)
    {
        await using var host = await LoyaltyHost.StartAsync(database);
        var existing = await host.RuleAsync("x-double", new { effect = new { factor = 2 }, maxPerMember = 100 });
        var ann = await host.CreateContactAsync();
        var from = $"{host.Crm.Clock.GetUtcNow():O}";
        for (var i = 0; i < 3; i++) await host.PurchaseAsync(ann, 60m);
        await host.HandledAsync();
        Assert.Equal(280, await host.BalanceAsync(ann));
        var to = $"{host.Crm.Clock.GetUtcNow().AddDays(1):O}";
        var rule = new { effect = new { factor = 3 }, maxPerMember = 300 };

        Assert.Equal(300, (await host.RehearseAsync(rule, from, to, existing))[ann].Points());
        var totals = await host.RehearsedTotalsAsync(rule, from, to);
        Assert.Equal("""{"members":1,"interactions":3,"points":300,"qualifying":300,"expired":0,"balance":300}""", totals.GetRawText());
        Assert.Equal(280, await host.BalanceAsync(ann));
    }

    [Fact]
    public async Task What_can_not_be_rehearsed_is_said()
    {
        await using var host = await LoyaltyHost.StartAsync(DatabaseKind.Sqlite);
        foreach (var (arguments, code) in new[]
        {
            ("""from: "2026-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z" """, "LOYALTY_REHEARSAL_TIME"),
            ("""from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z", program: "none" """, "LOYALTY_PROGRAM_NOT_FOUND"),
        })
        {
            var answer = await host.Crm.SendAsync($"{{ loyaltyRehearse(rule: {{ effect: {{ fixed: 1 }} }}, {arguments}) {{ from }} }}");
            Assert.Equal([code], answer.Codes);
        }
        var backwards = await host.Crm.SendAsync(
            """
            { loyaltyRehearse(rule: { effect: { fixed: 1 } }, from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z") {
                members(last: 3) { nodes { points } } } }
            """);
        Assert.Equal(["LOYALTY_REHEARSAL_PAGE"], backwards.Codes);
    }

    static async Task<List<string>> HistoryAsync(LoyaltyHost host)
    {
        var people = new List<string>();
        foreach (var name in new[] { "Ann", "Bob", "Cid", "Dan" }) people.Add(await host.CreateContactAsync(name));
        for (var i = 0; i < 20; i++)
        {
            var lines =
                new[] { new { category = i % 5 == 4 ? "cups" : "tea", quantity = 2, gross = 20.5m + i },
                    new { category = "cups", quantity = 1, gross = 9m } };
            var contact = new { id = people[i % 3] };
            await RecordAsync(host, "PURCHASE", contact, $"p{i}", At(i), lines);
            if (i % 4 == 1)
                await RecordAsync(host, "REFUND", contact, $"r{i}", At(i + 3),
                    new
                    {
                        quantity = 1,
                        gross = 10.25m
                        + (i / 2m),
                        reverses = new { place = new { source = "shop", externalId = $"p{i}", position = 1 } }
                    });
        }
        await RecordAsync(host, "PURCHASE", new { id = people[3] }, "last", At(2), new { category = "cups", quantity = 1, gross = 5 });
        await host.HandledAsync();
        return people;
    }

    static string At(int number) => $"{DateTimeOffset.Parse(Start).AddDays(number * 7):O}";

    static Task<string> RecordAsync(
        LoyaltyHost host, string kind, object contact, string externalId, string occurredAt, params object[] lines) =>
        host.RecordAsync(new { kind, contact, source = "shop", externalId, currency = "EUR", occurredAt, lines });

    /// <summary>What was earned, less what was taken back, and what lapsed of it.</summary>
    static async Task<(long Earned, long Lapsed)> EarnedAsync(LoyaltyHost host, string contact)
    {
        var data = await host.Crm.QueryAsync(
            "query($id: ID!) { contact(id: $id) { loyalty { lots(first: 50) { nodes { earned reversed expired } } } } }",
            new { id = contact });
        var lots = data.GetProperty("contact").GetProperty("loyalty").GetProperty("lots").GetProperty("nodes").EnumerateArray().ToList();
        return (lots.Sum(lot => Of(lot, "earned") - Of(lot, "reversed")), lots.Sum(lot => Of(lot, "expired")));
    }

    static long Of(JsonElement lot, string part) => lot.GetProperty(part).GetInt64();
}
