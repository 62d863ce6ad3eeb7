using System.Text.Json;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server.Events;
using Crm.Headless.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>The real host with the Loyalty plugin, and the words of its tests.</summary>
public sealed class LoyaltyHost : IAsyncDisposable
{
    readonly PluginsFolder _plugins;

    LoyaltyHost(PluginsFolder plugins, CrmTestHost crm, SentStatements statements) => (_plugins, Crm, Statements) = (plugins, crm, statements);

    public CrmTestHost Crm { get; }
    public SentStatements Statements { get; }

    public static async Task<LoyaltyHost> StartAsync(DatabaseKind database, params (string Name, string Value)[] settings)
    {
        var plugins = new PluginsFolder();
        plugins.Drop(PluginsFolder.BuiltPlugin("crm.loyalty"));
        var statements = new SentStatements();
        var crm = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            Database = database,
            PluginsFolder = plugins.Root,
            Settings = settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value),
            Configure = statements.Watch,
        });
        return new(plugins, crm, statements);
    }

    public async Task<string> CreateContactAsync(string name = "Ann") =>
        await ChangeAsync("createContact", "CreateContactInput", new { displayName = name }, "contact { id }", "contact");

    public async Task<string> PurchaseAsync(string contactId, decimal amount) => await RecordAsync("PURCHASE", contactId, amount);

    public async Task<string> RefundAsync(string contactId, decimal amount) => await RecordAsync("REFUND", contactId, amount);

    public async Task<string> CorrectAsync(string interactionId, object changes)
    {
        var input = JsonSerializer.SerializeToNode(changes)!.AsObject();
        (input["id"], input["reason"]) = (interactionId, "typing error");
        return await ChangeAsync("correctInteraction", "CorrectInteractionInput", input, "interaction { id }", "interaction");
    }

    public async Task<string> VoidAsync(string interactionId) =>
        await ChangeAsync("voidInteraction", "VoidInteractionInput", new { id = interactionId, reason = "never happened" }, "interaction { id }", "interaction");

    /// <summary>Waits until the plugin has dealt with all that was recorded, and expects that it could.</summary>
    public async Task HandledAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Assert.Empty(await Crm.Services.GetRequiredService<DispatcherProgress>().WaitUntilHandledAsync(limit.Token));
    }

    public async Task<JsonElement> RedeemAsync(string contactId, long points, string? reference = null)
    {
        var data = await Crm.QueryAsync("""
            mutation($input: LoyaltyRedeemInput!) { loyaltyRedeem(input: $input) {
              loyaltyAccount { balance }
              errors { __typename ... on Error { message }
                ... on LoyaltyInsufficientPointsError { available } ... on LoyaltyReferenceInUseError { points } } } }
            """, new { input = new { contactId, points, reference } });
        return data.GetProperty("loyaltyRedeem");
    }

    public async Task<long?> BalanceAsync(string contactId) =>
        await LoyaltyAsync(contactId) is { ValueKind: JsonValueKind.Object } loyalty ? loyalty.GetProperty("balance").GetInt64() : null;

    public async Task<JsonElement> LoyaltyAsync(string contactId)
    {
        var data = await Crm.QueryAsync("""
            query($id: ID!) { contact(id: $id) { loyalty { balance lifetimePoints tier { code } enrolledAt
              entries(first: 50, order: [{ sequence: ASC }]) { nodes { sequence points balanceAfter forgiven reason reference interaction { id } } } } } }
            """, new { id = contactId });
        return data.GetProperty("contact").GetProperty("loyalty");
    }

    public async ValueTask DisposeAsync()
    {
        await Crm.DisposeAsync();
        _plugins.Dispose();
    }

    async Task<string> RecordAsync(string kind, string contactId, decimal amount) => await ChangeAsync(
        "recordInteraction", "RecordInteractionInput",
        new { kind, contact = new { id = contactId }, amount, currency = "USD" }, "interaction { id }", "interaction");

    async Task<string> ChangeAsync(string field, string inputType, object input, string selection, string result)
    {
        var data = await Crm.QueryAsync(
            $"mutation($input: {inputType}!) {{ {field}(input: $input) {{ {selection} errors {{ ... on Error {{ message }} }} }} }}", new { input });
        var payload = data.GetProperty(field);
        Assert.True(payload.GetProperty(result).ValueKind == JsonValueKind.Object, payload.ToString());
        return payload.GetProperty(result).GetProperty("id").GetString()!;
    }
}
