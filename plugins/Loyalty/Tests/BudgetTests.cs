using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>A page with what stands beside its rows, core's and the plugin's, is as many statements as it has kinds of rows.</summary>
public sealed class BudgetTests
{
    const int Contacts = 50;
    const string Page = """
        query($first: Int!) { contacts(first: $first) { nodes {
          displayName account { name } interactions(first: 5) { nodes { kind occurredAt amount } } loyalty { balance tier { code } } } } }
        """;

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Contacts_with_account_latest_interactions_and_loyalty_are_four_statements_however_many(DatabaseKind database)
    {
        await using var host = await LoyaltyHost.StartAsync(database);
        await FillAsync(host.Crm);
        await host.HandledAsync();
        foreach (var first in new[] { 5, Contacts })
        {
            host.Statements.Clear();
            var data = await host.Crm.QueryAsync(Page, new { first });
            var statements = host.Statements.OfRequests;
            Assert.True(statements.Count == 4, $"{first}:\n{string.Join("\n\n", statements)}");
            var contacts = data.GetProperty("contacts").GetProperty("nodes").EnumerateArray().ToList();
            Assert.Equal(first, contacts.Count);
            Assert.All(contacts, AssertComplete);
        }
    }

    // Seven purchases of 1 to 7, the last one latest.
    static void AssertComplete(JsonElement contact)
    {
        var name = contact.GetProperty("displayName").GetString();
        Assert.Equal($"Account of {name}", contact.GetProperty("account").GetProperty("name").GetString());
        Assert.Equal([7, 6, 5, 4, 3],
            contact.GetProperty("interactions").GetProperty("nodes").EnumerateArray()
                .Select(node => node.GetProperty("amount").GetInt32()));
        Assert.Equal(28, contact.GetProperty("loyalty").GetProperty("balance").GetInt64());
    }

    static async Task FillAsync(CrmTestHost crm)
    {
        var names = Enumerable.Range(1, Contacts).Select(number => $"C{number}").ToList();
        await FillAsync(crm, "upsertAccounts", new
        {
            accounts = names.Select(name => new { source = "shop", externalId = name, name = $"Account of {name}" }),
        });
        await FillAsync(crm, "upsertContacts", new
        {
            contacts = names.Select(name => new
            {
                source = "shop",
                externalId = name,
                displayName = name,
                affiliations = new[] { new { account = new { externalId = new { source = "shop", value = name } }, primary = true } },
            }),
        });
        await FillAsync(crm, "recordInteractions", new
        {
            interactions = from name in names
                           from day in Enumerable.Range(1, 7)
                           select new
                           {
                               kind = "PURCHASE",
                               source = "shop",
                               externalId = $"{name}/{day}",
                               occurredAt = $"2026-01-0{day}T10:00:00Z",
                               amount = day,
                               currency = "USD",
                               contact = new { externalId = new { source = "shop", value = name } },
                           },
        });
    }

    static async Task FillAsync(CrmTestHost crm, string mutation, object input)
    {
        var type = char.ToUpperInvariant(mutation[0]) + mutation[1..] + "Input";
        var data = await crm.QueryAsync(
            $"mutation($input: {type}!) {{ {mutation}(input: $input) {{ refused rows {{ error {{ message }} }} }} }}", new { input });
        Assert.True(data.GetProperty(mutation).GetProperty("refused").GetInt32() == 0, data.ToString());
    }
}
