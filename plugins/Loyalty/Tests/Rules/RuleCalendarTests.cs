using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

[Collection(nameof(TestsOfRules))]
public sealed class RuleCalendarTests(LoyaltyHosts hosts)
{
    static object Gift(object when)
    {
        var rule = System.Text.Json.JsonSerializer.SerializeToNode(when)!.AsObject();
        rule["effect"] = new System.Text.Json.Nodes.JsonObject { ["fixed"] = 1 };
        return rule;
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Days_begin_by_the_clock_of_the_programme_also_where_it_is_put_forward_or_back(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        await host.UpdateProgramAsync(new { timeZone = "Europe/Berlin" });
        await host.RuleAsync("sundays", Gift(new { weekdays = new[] { "SUNDAY" } }));

        // 29 March 2026 has 23 hours there, 25 October 25; summer is two hours ahead of UTC, winter one.
        await ExpectOfAnybodyAsync(host, 0, "2026-03-28T22:59:59Z", "2026-03-29T22:00:00Z", "2026-10-24T21:59:59Z", "2026-10-25T23:00:00Z");
        await ExpectOfAnybodyAsync(host, 1, "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z");
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_purchase_in_another_time_zone_happens_on_the_day_that_it_is_there(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        await host.RuleAsync("new-year", Gift(new { dates = new[] { "2026-01-01" } }));
        var ann = await host.CreateContactAsync();
        foreach (var (timeZone, occurredAt) in new[]
                 {
                     ("Pacific/Kiritimati", "2025-12-31T10:00:00Z"), ("Pacific/Kiritimati", "2026-01-01T10:00:00Z"),
                     ("America/New_York", "2026-01-01T04:59:59Z"), ("America/New_York", "2026-01-01T05:00:00Z"),
                     ("UTC", "2026-01-01T00:00:00Z"),
                 })
            await host.RecordAsync(
                new { kind = "PURCHASE", contact = new { id = ann }, amount = 1, currency = "USD", occurredAt, timeZone });
        await host.HandledAsync();
        Assert.Equal(3, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_members_day_that_a_month_does_not_have_is_its_last_day(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        await host.RuleAsync("members-day", Gift(new { daysOfMonth = new[] { 10, 31 } }));
        await ExpectOfAnybodyAsync(host, 1,
            "2026-01-10T12:00:00Z", "2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", "2028-02-29T12:00:00Z", "2026-04-30T12:00:00Z",
            "2026-12-31T12:00:00Z");
        await ExpectOfAnybodyAsync(host, 0, "2026-01-30T12:00:00Z", "2026-02-27T12:00:00Z", "2028-02-28T12:00:00Z", "2026-04-29T12:00:00Z");
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Who_was_born_on_29_February_has_a_birthday_every_year(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        var leap = await BornAsync(host, new { month = 2, day = 29 });
        await host.RuleAsync("birthday", Gift(new { birthday = "DAY" }));
        await ExpectAsync(host, 1, leap, "2026-02-28T12:00:00Z", "2028-02-29T12:00:00Z", "2100-02-28T12:00:00Z");
        await ExpectAsync(host, 0, leap, "2026-02-27T12:00:00Z", "2026-03-01T12:00:00Z", "2028-02-28T12:00:00Z", "2028-03-01T12:00:00Z");
        await ExpectOfAnybodyAsync(host, 0, "2026-02-28T12:00:00Z");
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_week_around_a_birthday_goes_over_the_turn_of_the_year_and_its_month_does_not(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        var (silvester, newYear) =
            (await BornAsync(host, new { year = 1990, month = 12, day = 31 }), await BornAsync(host, new { month = 1, day = 2 }));
        await host.RuleAsync("week", Gift(new { birthday = "WEEK" }));
        await host.RuleAsync("month", Gift(new { birthday = "MONTH" }));
        await ExpectAsync(host, 2, silvester, "2025-12-28T12:00:00Z", "2025-12-31T12:00:00Z");
        await ExpectAsync(host, 1, silvester, "2025-12-01T12:00:00Z", "2025-12-27T12:00:00Z", "2026-01-03T12:00:00Z");
        await ExpectAsync(host, 0, silvester, "2026-01-04T12:00:00Z");
        await ExpectAsync(host, 1, newYear, "2025-12-30T12:00:00Z", "2026-01-06T12:00:00Z");
        await ExpectAsync(host, 2, newYear, "2026-01-01T12:00:00Z", "2026-01-05T12:00:00Z");
        await ExpectAsync(host, 0, newYear, "2025-12-29T12:00:00Z", "2026-02-01T12:00:00Z");
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Who_has_just_joined_is_new_for_so_many_days(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        host.Crm.Clock.Set(new(2026, 5, 1, 23, 0, 0, TimeSpan.Zero));
        await host.RuleAsync("welcome", Gift(new { daysFromJoining = 3 }));
        var ann = await host.CreateContactAsync();
        await host.PurchaseAsync(ann, 1m);
        await host.HandledAsync();
        await ExpectAsync(host, 1, ann, "2026-05-01T23:30:00Z", "2026-05-03T23:59:59Z");
        await ExpectAsync(host, 0, ann, "2026-04-30T12:00:00Z", "2026-05-04T00:00:00Z");
        await ExpectOfAnybodyAsync(host, 1, "2026-06-01T12:00:00Z");
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Points_that_are_limited_by_day_are_counted_from_midnight_to_midnight_of_the_programme(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.WithoutRulesAsync();
        await host.UpdateProgramAsync(new { timeZone = "America/New_York" });
        await host.RuleAsync("units", new { effect = new { perAmount = new { points = 1, amount = 1 } }, maxPerDay = 100 });
        var ann = await host.CreateContactAsync();
        foreach (var occurredAt in new[] { "2026-03-08T05:00:00Z", "2026-03-09T03:59:59Z", "2026-03-09T04:00:00Z" })
            await host.RecordAsync(new { kind = "PURCHASE", contact = new { id = ann }, amount = 80, currency = "USD", occurredAt });
        await host.HandledAsync();
        Assert.Equal(180, await host.BalanceAsync(ann));
    }

    static Task ExpectOfAnybodyAsync(LoyaltyHost host, long points, params string[] moments) => ExpectAsync(host, points, null, moments);

    static async Task ExpectAsync(LoyaltyHost host, long points, string? contactId, params string[] moments)
    {
        foreach (var occurredAt in moments)
            Assert.Equal((occurredAt, points), (occurredAt, await host.WorthAsync(new { contactId, amount = 1, occurredAt })));
    }

    static async Task<string> BornAsync(LoyaltyHost host, object birthDate)
    {
        var data = await host.Crm.QueryAsync(
            "mutation($input: CreateContactInput!) { createContact(input: $input) { contact { id } } }",
            new { input = new { displayName = "Ann", birthDate } });
        return data.GetProperty("createContact").GetProperty("contact").GetProperty("id").GetString()!;
    }
}
