using Crm.Headless.Server.Events;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Testing;

/// <summary>Records for a plugin to work on, and for its handlers to hear of.</summary>
static class SampleData
{
    /// <summary>The root field that lists records of a type of core; null: there is none.</summary>
    public static string? ListOf(string type) => type switch
    {
        nameof(Contact) => "contacts",
        nameof(Account) => "accounts",
        nameof(Interaction) => "interactions",
        _ => null,
    };

    /// <returns>What handlers of plugins made of it; null: they could deal with it.</returns>
    public static async Task<string?> FillAsync(CrmTestHost host, int records)
    {
        var numbers = Enumerable.Range(0, records).ToList();
        await host.QueryAsync("mutation($input: UpsertContactsInput!) { upsertContacts(input: $input) { refused } }",
            new { input = new { contacts = numbers.Select(i => new { source = "sample", externalId = $"{i}", givenName = $"Ann {i}", email = $"ann{i}@example.com" }) } });
        await host.QueryAsync("mutation($input: UpsertAccountsInput!) { upsertAccounts(input: $input) { refused } }",
            new { input = new { accounts = numbers.Select(i => new { source = "sample", externalId = $"{i}", name = $"Company {i}" }) } });
        await host.QueryAsync("mutation($input: RecordInteractionsInput!) { recordInteractions(input: $input) { refused } }", new
        {
            input = new
            {
                interactions = numbers.Select(i => new
                {
                    kind = "PURCHASE",
                    contact = new { externalId = new { source = "sample", value = $"{i}" } },
                    amount = 10 + i,
                    currency = "EUR",
                    source = "sample",
                    externalId = $"{i}",
                }),
            },
        });
        return await FaultAsync(host);
    }

    /// <summary>Waits for the handlers.</summary>
    /// <returns>The first failure; null: there is none.</returns>
    public static async Task<string?> FaultAsync(CrmTestHost host)
    {
        var parked = await host.Services.GetRequiredService<DispatcherProgress>().WaitUntilHandledAsync(default);
        return parked.Count == 0 ? null : $"{parked[0].Handler} fails on sample data: {parked[0].LastError} Let it deal with every record that core may have.";
    }

    public static Task PurchaseAsync(CrmTestHost host, object contact, decimal amount) => host.QueryAsync(
        "mutation($input: RecordInteractionInput!) { recordInteraction(input: $input) { errors { ... on Error { message } } } }",
        new { input = new { kind = "PURCHASE", contact, amount, currency = "EUR", subject = "an order" } });
}
