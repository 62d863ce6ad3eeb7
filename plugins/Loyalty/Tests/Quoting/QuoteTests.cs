using Crm.Headless.Testing;
using Crm.Headless.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace Crm.Headless.Plugins.Tests.Loyalty;

[Collection(nameof(TestsOfRules))]
public sealed class QuoteTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_quote_says_when_points_could_be_spent_and_when_they_would_lapse(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.UpdateProgramAsync(
            new { timeZone = "Asia/Shanghai", pendingDays = 14, expiryPolicy = "MONTHS_AFTER_EARNING", expiryMonths = 6 });
        var quote = await host.QuoteAsync(new { amount = 10, occurredAt = "2026-08-31T10:00:00Z" });
        Assert.Equal(
            ("2026-09-13T16:00:00Z", "2027-02-28T16:00:00Z"),
            (quote.GetProperty("availableAt").GetDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ"), quote.GetProperty("expiresAt")
                .GetDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_member_asks_for_itself_and_for_nobody_else(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.RuleAsync("x-silver", new { effect = new { factor = 2 }, tiers = new[] { "SILVER" } });
        var (ann, bob) = (await host.CreateContactAsync(), await host.CreateContactAsync("Bob"));
        await host.PurchaseAsync(ann, 1_000m);
        await host.HandledAsync();
        var member = Acting.Member(ann, "contacts:read", "loyalty:read");
        const string Quote = "query($basket: LoyaltyBasketInput!) { loyaltyQuote(basket: $basket) { points } }";
        host.Crm.Clock.Advance(TimeSpan.FromMinutes(1));

        var own = await host.Crm.QueryAsync(member, Quote, new { basket = new { amount = 10 } });
        Assert.Equal(20, own.GetProperty("loyaltyQuote").GetProperty("points").GetInt64());
        var other = await host.Crm.SendAsync(member, Quote, new { basket = new { amount = 10, contactId = bob } });
        Assert.Equal("LOYALTY_CONTACT_NOT_FOUND", other.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Several_baskets_are_judged_in_one_request(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.RuleAsync("capped", new { effect = new { perPiece = 3 }, maxPerDay = 9 });
        var contactId = await host.MemberAsync(10);
        var (small, large) = (new { contactId, amount = 10 }, new { contactId, amount = 1_000 });
        var data = await host.Crm.QueryAsync("""
            query($small: LoyaltyBasketInput!, $large: LoyaltyBasketInput!, $id: ID!) {
              a: loyaltyQuote(basket: $small) { points } b: loyaltyQuote(basket: $large) { points }
              c: loyaltyQuote(basket: $small) { points }
              contact(id: $id) { loyalty { balance } } d: loyaltyQuote(basket: $large) { points } }
            """, new { small, large, id = contactId });
        Assert.Equal(
            """{"a":{"points":10},"b":{"points":1000},"c":{"points":10},"contact":{"loyalty":{"balance":10}},"d":{"points":1000}}""",
            data.ToString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Whatever_the_rules_a_quote_is_what_the_purchase_then_earns(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.UpdateProgramAsync(new { timeZone = "Europe/Berlin", rounding = "NEAREST", maxPointsPerDay = 3_000 });
        await host.RuleAsync("app", new { effect = new { factor = 1.5m }, channels = new[] { "APP" }, maxPerDay = 200 });
        await host.RuleAsync(
            "coffee", new
            {
                effect = new { perAmount = new { points = 3, amount = 7 } },
                categories = new[] { "coffee" },
                group = "special"
            });
        await host.RuleAsync("cups", new { effect = new { perPiece = 4 }, products = new[] { "cup" }, maxPerOrder = 9, group = "special" });
        await host.RuleAsync(
            "gold", new { effect = new { factor = 3 }, tiers = new[] { "GOLD", "SILVER" }, weekdays = new[] { "MONDAY", "FRIDAY" } });
        await host.RuleAsync("welcome", new { effect = new { @fixed = 30 }, daysFromJoining = 5, maxPerMember = 60, multiplied = false });
        var ann = await host.CreateContactAsync();
        await host.PurchaseAsync(ann, 1m);
        await host.HandledAsync();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(25),
            Prop.ForAll(AnyBasket.ToArbitrary(), basket => EarnsAsQuotedAsync(host, ann, basket).GetAwaiter().GetResult()));
    }

    static async Task<bool> EarnsAsQuotedAsync(LoyaltyHost host, string contact, Basket basket)
    {
        host.Crm.Clock.Advance(TimeSpan.FromHours(basket.Hours));
        var lines = basket.Lines.Select(
            line => new { productRef = line.Product, category = line.Category, quantity = line.Quantity, gross = line.Gross }).ToList();
        var occurredAt = $"{host.Crm.Clock.GetUtcNow():O}";
        var quoted = await host.WorthAsync(new { contactId = contact, channel = basket.Channel, currency = "USD", occurredAt, lines });
        var before = (await host.BalanceAsync(contact))!.Value;
        await host.RecordAsync(
            new { kind = "PURCHASE", contact = new { id = contact }, channel = basket.Channel, currency = "USD", occurredAt, lines });
        await host.HandledAsync();
        return quoted == (await host.BalanceAsync(contact))!.Value - before;
    }

    /// <param name="Hours">After the basket before.</param>
    public sealed record Basket(int Hours, string Channel, List<Line> Lines);

    /// <param name="Gross">In units of the currency.</param>
    public sealed record Line(string Product, string Category, int Quantity, decimal Gross);

    static readonly Gen<Line> AnyLine =
        from product in Gen.Elements("cup", "espresso", "card")
        from category in Gen.Elements("coffee", "things")
        from quantity in Gen.Choose(1, 4)
        from cents in Gen.Choose(0, 30_000)
        select new Line(product, category, quantity, cents / 100m);

    static readonly Gen<Basket> AnyBasket =
        from hours in Gen.Choose(0, 20)
        from channel in Gen.Elements("APP", "STORE")
        from lines in Gen.NonEmptyListOf(AnyLine)
        select new Basket(hours, channel, [.. lines.Take(5)]);
}
