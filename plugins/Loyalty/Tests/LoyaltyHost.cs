using System.Text.Json;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Faults;
using Crm.Headless.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>The real host with the Loyalty plugin, and the words of its tests.</summary>
public sealed class LoyaltyHost : IAsyncDisposable
{
    readonly PluginsFolder _plugins;

    LoyaltyHost(PluginsFolder plugins, CrmTestHost crm, SentStatements statements) =>
        (_plugins, Crm, Statements) = (plugins, crm, statements);

    public CrmTestHost Crm { get; }
    public SentStatements Statements { get; }

    // Everything is slow the first time, the more so beside other tests. The limits have tests of their own.
    static Dictionary<string, string?> Patient { get; } = new() { ["Crm:GraphQL:MaxPluginFieldTime"] = "00:00:30" };

    public static Task<LoyaltyHost> StartAsync(DatabaseKind database, params (string Name, string Value)[] settings) =>
        StartAsync(
            new CrmTestOptions
            {
                Database = database,
                Settings = settings.ToDictionary(
                setting => setting.Name, setting => (string?)setting.Value)
            });

    /// <summary>One of several servers on a database.</summary>
    public static Task<LoyaltyHost> StartAsync(TestDatabase database) =>
        StartAsync(new CrmTestOptions { Database = database.Kind, SharedDatabase = database });

    static async Task<LoyaltyHost> StartAsync(CrmTestOptions options)
    {
        var plugins = new PluginsFolder();
        plugins.Drop(PluginsFolder.BuiltPlugin("crm.loyalty"));
        var statements = new SentStatements();
        var crm = await CrmTestHost.StartAsync(options with
        {
            PluginsFolder = plugins.Root,
            Configure = statements.Watch,
            Settings = new Dictionary<string, string?>(Patient.Concat(options.Settings)),
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
        await ChangeAsync(
            "voidInteraction", "VoidInteractionInput", new { id = interactionId, reason = "never happened" }, "interaction { id }",
            "interaction");

    /// <summary>Waits until the plugin has dealt with all that was recorded, and expects that it could.</summary>
    public async Task HandledAsync() => Assert.Empty(await ParkedAsync());

    /// <summary>The same, where it may have failed: whether it did.</summary>
    public async Task<bool> HasParkedAsync() => (await ParkedAsync()).Count > 0;

    /// <summary>For how long an event stays parked that a test parks.</summary>
    public static TimeSpan Parked { get; } = TimeSpan.FromHours(1);

    /// <summary>As if the plugin had failed on the last event: those of its contact wait from now on.</summary>
    public async Task ParkLastEventAsync()
    {
        using var lease = Crm.Services.GetRequiredService<IHandlerSource>().Lease();
        await using var db = await lease.OpenAsync(default);
        var last = await db.Set<OutboxEvent>().OrderByDescending(e => e.Sequence).FirstAsync();
        var parking = new ParkingLot(
            lease.Handlers.Single().Name, new() { FirstDelay = Parked }, Crm.Services.GetRequiredService<FaultText>(), Crm.Clock);
        db.Add(parking.Failed(last, new IOException("The network was away.")));
        await db.SaveChangesAsync();
    }

    /// <summary>Waits until the plugin has dealt with everything besides the contact that waits.</summary>
    public async Task UntilOnlyParkedEventsAreLeftAsync() => Assert.Single(await ParkedAsync());

    /// <summary>Waits until the plugin has dealt with everything that waited, too.</summary>
    public async Task UntilNothingIsParkedAsync()
    {
        for (var i = 0; (await ParkedAsync()).Count > 0; i++)
        {
            Assert.True(i < 600, "Events are parked after 30 s.");
            await Task.Delay(50);
        }
    }

    async Task<IReadOnlyList<ParkedLane>> ParkedAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await Crm.Services.GetRequiredService<DispatcherProgress>().WaitUntilHandledAsync(limit.Token);
    }

    public async Task<JsonElement> RedeemAsync(string contactId, long points, string? idempotencyKey = null, string? note = null)
    {
        var data = await Crm.QueryAsync("""
            mutation($input: LoyaltyRedeemInput!) { loyaltyRedeem(input: $input) {
              loyaltyTransaction { id redeemed availableAfter account { balance } }
              errors { __typename ... on Error { message }
                ... on LoyaltyInsufficientPointsError { available } ... on LoyaltyTextInvalidError { field } } } }
            """, new { input = new { contactId, points, idempotencyKey, note } });
        return data.GetProperty("loyaltyRedeem");
    }

    public async Task<long?> BalanceAsync(string contactId) =>
        await LoyaltyAsync(contactId) is { ValueKind: JsonValueKind.Object } loyalty ? loyalty.GetProperty("balance").GetInt64() : null;

    public async Task<JsonElement> LoyaltyAsync(string contactId)
    {
        var data = await Crm.QueryAsync("""
            query($id: ID!) { contact(id: $id) { loyalty {
              balance pending available held debt qualifying tier { code } enrolledAt
              ledger(first: 50, order: [{ sequence: ASC }]) { nodes {
                sequence kind pending available held debt issued redeemed expired adjusted
                availableAfter debtAfter interaction { id } } } } } }
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
            $"mutation($input: {inputType}!) {{ {field}(input: $input) {{ {selection} errors {{ ... on Error {{ message }} }} }} }}",
            new { input });
        var payload = data.GetProperty(field);
        Assert.True(payload.GetProperty(result).ValueKind == JsonValueKind.Object, payload.ToString());
        return payload.GetProperty(result).GetProperty("id").GetString()!;
    }
}
