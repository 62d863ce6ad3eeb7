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
        for (var i = 0; i < records; i++)
        {
            await host.QueryAsync(
                "mutation($contact: CreateContactInput!, $account: CreateAccountInput!) { createContact(input: $contact) { errors { ... on Error { message } } } createAccount(input: $account) { errors { ... on Error { message } } } }",
                new { contact = new { givenName = $"Ann {i}", email = $"ann{i}@example.com", externalIds = new[] { new { source = "sample", value = $"{i}" } } }, account = new { name = $"Company {i}" } });
            await PurchaseAsync(host, new { externalId = new { source = "sample", value = $"{i}" } }, 10 + i);
        }
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
