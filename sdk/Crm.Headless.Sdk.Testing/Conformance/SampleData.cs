using System.Text.Json;
using Crm.Headless.Server.Events;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Testing.Conformance;

/// <summary>Records for a plugin to work on, and for its handlers to hear of.</summary>
static class SampleData
{
    /// <returns>What handlers of plugins made of it; null: they could deal with it.</returns>
    public static async Task<string?> FillAsync(CrmTestHost host, int start, int count)
    {
        var numbers = Enumerable.Range(start, count).ToList();
        await PutAsync(host, "upsertContacts", new { contacts = numbers.Select(i => new { source = "sample", externalId = $"{i}", givenName = $"Ann {i}", email = $"ann{i}@example.com" }) });
        await PutAsync(host, "upsertAccounts", new { accounts = numbers.Select(i => new { source = "sample", externalId = $"{i}", name = $"Company {i}" }) });
        await PutAsync(host, "recordInteractions", new
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
        });
        return await FaultAsync(host);
    }

    /// <summary>Of one record of each type of core.</summary>
    public static async Task<Dictionary<string, string>> IdsAsync(CrmTestHost host)
    {
        var data = await host.QueryAsync("{ contacts(first: 1) { nodes { id } } accounts(first: 1) { nodes { id } } interactions(first: 1) { nodes { id } } }");
        return new[] { (nameof(Contact), "contacts"), (nameof(Account), "accounts"), (nameof(Interaction), "interactions") }
            .ToDictionary(one => one.Item1, one => data.GetProperty(one.Item2).GetProperty("nodes")[0].GetProperty("id").GetString()!);
    }

    /// <summary>Waits for the handlers.</summary>
    /// <returns>The first failure; null: there is none.</returns>
    public static async Task<string?> FaultAsync(CrmTestHost host)
    {
        var parked = await host.Services.GetRequiredService<DispatcherProgress>().WaitUntilHandledAsync(default);
        return parked.Count == 0 ? null : $"{parked[0].Handler} fails on sample data: {parked[0].LastError} Let it deal with every record that core may have.";
    }

    public static async Task PurchaseAsync(CrmTestHost host, object contact, decimal amount)
    {
        if (await RefusalAsync(host, "recordInteraction", new { kind = "PURCHASE", contact, amount, currency = "EUR", subject = "an order" }) is { } refusal)
            throw new InvalidOperationException($"Sample data were refused: {refusal}");
    }

    /// <summary>Why a mutation wasn't carried out; null: it was.</summary>
    public static async Task<string?> RefusalAsync(CrmTestHost host, string mutation, object input)
    {
        var response = await SendAsync(host, mutation, input, "errors { ... on Error { message } }");
        if (response.Errors.Count > 0) return string.Join(' ', response.Messages);
        return response.Data.GetProperty(mutation).GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors
            ? string.Join(' ', errors.EnumerateArray().Select(error => error.GetProperty("message").GetString())) : null;
    }

    static async Task PutAsync(CrmTestHost host, string mutation, object input)
    {
        var response = await SendAsync(host, mutation, input, "refused");
        if (response.Errors.Count > 0 || response.Data.GetProperty(mutation).GetProperty("refused").GetInt32() != 0)
            throw new InvalidOperationException($"Sample data were refused: {response}");
    }

    static Task<GraphQLResponse> SendAsync(CrmTestHost host, string mutation, object input, string selection)
    {
        var type = char.ToUpperInvariant(mutation[0]) + mutation[1..] + "Input";
        return host.SendAsync($"mutation($input: {type}!) {{ {mutation}(input: $input) {{ {selection} }} }}", new { input });
    }
}
