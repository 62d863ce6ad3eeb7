using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>
/// The CDNOW file, at the end of June 1998: what a rule of a point per whole dollar for twelve months would give is rehearsed, then given,
/// and both are compared with plain arithmetic over the file. The whole of it takes long.
/// </summary>
public sealed class CdnowTests
{
    const string File = "data/cdnow/CDNOW_master.txt";
    const int Bulk = 1_000;

    static readonly DateTimeOffset Now = new(1998, 6, 30, 16, 0, 0, TimeSpan.Zero);
    static readonly object PointPerDollar = new { effect = new { perAmount = new { points = 1, amount = 1 } } };

    [SharedDataTheory(File), OnSqlite(50), OnSqliteAtLength(1), OnPostgreSqlAtLength(1)]
    public async Task Balances_and_expiries_of_CDNOW_are_what_the_rehearsal_said_and_plain_arithmetic_says(DatabaseKind database, int every)
    {
        var purchases = CdnowPurchases.Read(SharedFolder.Get(File)).FindAll(purchase => int.Parse(purchase.Customer) % every == 0);
        var expected = CdnowPurchases.LeftAt(purchases, Now);
        await using var host = await LoyaltyHost.StartAsync(database);
        host.Crm.Clock.Set(Now);
        await host.WithoutRulesAsync();
        await host.UpdateProgramAsync(
            new { timeZone = "America/New_York", currency = "USD", expiryPolicy = "MONTHS_AFTER_EARNING", expiryMonths = 12 });
        var customers = await ImportAsync(host, purchases);

        var rehearsed = await host.RehearseAsync(PointPerDollar, "1997-01-01T05:00:00Z", $"{Now:O}");
        var predicted = customers.ToDictionary(
            customer => customer.Value, customer => rehearsed.TryGetValue(customer.Key, out var member) ? Expiries(member) : []);
        AssertEqual(expected, predicted);

        await host.RuleAsync("dollars", PointPerDollar);
        await host.ReplayAsync();
        await host.RunJobAsync("LoyaltyDue");
        AssertEqual(expected, await LeftAsync(host, customers));

        var totals = await host.RehearsedTotalsAsync(PointPerDollar, "1997-01-01T05:00:00Z", $"{Now:O}");
        Assert.Equal(purchases.Sum(purchase => purchase.Points), totals.Points());
    }

    /// <returns>The customers by their contacts.</returns>
    static async Task<Dictionary<string, string>> ImportAsync(LoyaltyHost host, List<CdnowPurchases.Purchase> purchases)
    {
        var customers = new Dictionary<string, string>();
        foreach (var some in purchases.Select(purchase => purchase.Customer).Distinct().Chunk(Bulk))
        {
            var rows = await RowsAsync(host, "upsertContacts", new
            {
                contacts = some.Select(customer => new { source = "cdnow", externalId = customer, displayName = $"Customer {customer}" }),
            }, "contact { id }");
            foreach (var (customer, row) in some.Zip(rows))
                customers.Add(row.GetProperty("contact").GetProperty("id").GetString()!, customer);
        }
        foreach (var some in purchases.Select((purchase, line) => new
        {
            kind = "PURCHASE",
            source = "cdnow",
            externalId = $"{line}",
            occurredAt = purchase.OccurredAt,
            contact = new { externalId = new { source = "cdnow", value = purchase.Customer } },
            amount = decimal.Parse(purchase.Dollars, System.Globalization.CultureInfo.InvariantCulture),
            currency = "USD",
        }).Chunk(Bulk))
            await RowsAsync(host, "recordInteractions", new { interactions = some }, "index");
        await host.Crm.HandledAsync();
        return customers;
    }

    static async Task<IEnumerable<JsonElement>> RowsAsync(LoyaltyHost host, string mutation, object input, string selection)
    {
        var type = char.ToUpperInvariant(mutation[0]) + mutation[1..] + "Input";
        var data = await host.Crm.QueryAsync(
            $"mutation($input: {type}!) {{ {mutation}(input: $input) {{ refused rows {{ {selection} }} }} }}", new { input });
        Assert.Equal(0, data.GetProperty(mutation).GetProperty("refused").GetInt32());
        return data.GetProperty(mutation).GetProperty("rows").EnumerateArray();
    }

    /// <summary>What the accounts have left, by customer. Their balances are what their lots add up to.</summary>
    static async Task<Dictionary<string, List<string>>> LeftAsync(LoyaltyHost host, Dictionary<string, string> customers)
    {
        var left = new Dictionary<string, List<string>>();
        string? after = null;
        do
        {
            var page = (await host.Crm.QueryAsync("""
                query($after: String) { contacts(first: 50, after: $after) {
                  pageInfo { hasNextPage endCursor } nodes { id loyalty { available balance
                    lots(first: 50, where: { available: { gt: 0 } }) {
                      pageInfo { hasNextPage endCursor } nodes { available expiresAt } } } } } }
                """, new { after })).GetProperty("contacts");
            foreach (var contact in page.GetProperty("nodes").EnumerateArray())
                left.Add(customers[contact.GetProperty("id").GetString()!], await LeftAsync(host, contact));
            after = page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean()
                ? page.GetProperty("pageInfo").GetProperty("endCursor").GetString()
                : null;
        }
        while (after is not null);
        return left;
    }

    static async Task<List<string>> LeftAsync(LoyaltyHost host, JsonElement contact)
    {
        var account = contact.GetProperty("loyalty");
        var found = new List<(DateTimeOffset At, long Points)>();
        for (var lots = account.GetProperty("lots"); ; lots = await MoreAsync(host, contact, lots))
        {
            found.AddRange(
                lots.GetProperty("nodes").EnumerateArray()
                    .Select(lot => (lot.GetProperty("expiresAt").GetDateTimeOffset(), Points(lot, "available"))));
            if (!lots.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean()) break;
        }
        Assert.Equal(
            (found.Sum(lot => lot.Points), found.Sum(lot => lot.Points)), (Points(account, "balance"), Points(account, "available")));
        return [.. found.GroupBy(lot => lot.At).OrderBy(day => day.Key)
            .Select(day => CdnowPurchases.Written(day.Key, day.Sum(lot => lot.Points)))];
    }

    static async Task<JsonElement> MoreAsync(LoyaltyHost host, JsonElement contact, JsonElement lots)
    {
        var data = await host.Crm.QueryAsync("""
            query($id: ID!, $after: String) { contact(id: $id) { loyalty {
              lots(first: 50, after: $after, where: { available: { gt: 0 } }) {
                pageInfo { hasNextPage endCursor } nodes { available expiresAt } } } } }
            """,
                new
                {
                    id = contact.GetProperty("id").GetString(),
                    after = lots.GetProperty("pageInfo").GetProperty("endCursor").GetString(),
                });
        return data.GetProperty("contact").GetProperty("loyalty").GetProperty("lots");
    }

    static List<string> Expiries(JsonElement member)
    {
        var expiries = member.GetProperty("expiries").EnumerateArray().ToList();
        Assert.Equal(expiries.Sum(RehearsalWords.Points), Points(member, "balance"));
        return expiries.ConvertAll(expiry => CdnowPurchases.Written(expiry.GetProperty("at").GetDateTimeOffset(), expiry.Points()));
    }

    static long Points(JsonElement of, string field) => of.GetProperty(field).GetInt64();

    static void AssertEqual(Dictionary<string, List<string>> expected, Dictionary<string, List<string>> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        var different = expected.Where(customer => !customer.Value.SequenceEqual(actual[customer.Key]))
            .Select(customer =>
                $"{customer.Key}: expected {string.Join(", ", customer.Value)}; found {string.Join(", ", actual[customer.Key])}").ToList();
        Assert.True(different.Count == 0, $"{different.Count} customers differ. {string.Join("\n", different.Take(5))}");
    }
}
