using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.Plugins.Tests.Loyalty;

namespace Crm.Headless.Plugins.Tests.People;

/// <summary>The words of tests about what happens to a person as a whole.</summary>
static class PeopleHost
{
    /// <summary>Somebody with a purchase, a note, and all that can be told of a person.</summary>
    public static async Task<string> PersonAsync(this LoyaltyHost host, string name, string? phone = null)
    {
        var data = await host.Crm.QueryAsync(
            "mutation($input: CreateContactInput!) { createContact(input: $input) { contact { id } errors { ... on Error { message } } } }", new
            {
                input = new
                {
                    givenName = name,
                    familyName = phone is null ? null : name + "son",
                    displayName = $"{name} {name}",
                    email = name.ToLowerInvariant() + "@example.com",
                    phone,
                    externalIds = new[] { new { source = "shop", value = name } },
                },
            });
        var id = data.GetProperty("createContact").GetProperty("contact").GetProperty("id").GetString()!;
        await host.PurchaseAsync(id, 42);
        await host.MustAsync("recordInteraction", new { kind = "NOTE", contact = new { id }, subject = $"about {name}", body = $"{name} called", attributes = new { told = name } });
        return id;
    }

    public static Task MergeAsync(this LoyaltyHost host, string survivor, string merged) => host.MustAsync("mergeContacts", new { survivorId = survivor, mergedId = merged });

    public static Task UnmergeAsync(this LoyaltyHost host, string merged) => host.MustAsync("unmergeContacts", new { mergedId = merged });

    public static Task EraseAsync(this LoyaltyHost host, string contact) => host.MustAsync("eraseContact", new { id = contact });

    public static async Task MustAsync(this LoyaltyHost host, string mutation, object input) => Assert.Null(await host.ErrorAsync(mutation, input, "message"));

    /// <summary>What the first error says; null: there is none.</summary>
    public static async Task<string?> ErrorAsync(this LoyaltyHost host, string mutation, object input, string what = "__typename")
    {
        var type = char.ToUpperInvariant(mutation[0]) + mutation[1..] + "Input";
        var data = await host.Crm.QueryAsync($"mutation($input: {type}!) {{ {mutation}(input: $input) {{ errors {{ __typename ... on Error {{ message }} }} }} }}", new { input });
        var errors = data.GetProperty(mutation).GetProperty("errors");
        return errors.ValueKind == JsonValueKind.Array ? errors[0].GetProperty(what).GetString() : null;
    }

    public static async Task<long> BalanceAsync(this LoyaltyHost host, string id) =>
        (await host.Crm.QueryAsync("query($id: ID!) { contact(id: $id) { loyalty { balance } } }", new { id }))
            .GetProperty("contact").GetProperty("loyalty").GetProperty("balance").GetInt64();

    public static async Task<JsonNode> ExportAsync(this LoyaltyHost host, string id)
    {
        var data = await host.Crm.QueryAsync("mutation($input: ExportContactInput!) { exportContact(input: $input) { export errors { ... on Error { message } } } }", new { input = new { id } });
        return JsonNode.Parse(data.GetProperty("exportContact").GetProperty("export").GetRawText())!;
    }
}
