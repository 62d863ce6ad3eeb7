using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.InProcess;
using Crm.Headless.Server.Plugins;

namespace Crm.Headless.Server.Demo;

/// <summary>
/// Fills an empty database before the server listens, through the API, and waits until the plugins have handled it. A database that
/// holds contacts already is left as it is.
/// </summary>
internal sealed class DemoStart(Generations generations, DispatcherProgress handlers, TimeProvider clock) : IHostedService
{
    const int Seed = 20_260_101;
    const int BatchSize = 500;

    readonly InProcessApi _api = new(generations, client: "demo");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var data = await _api.RunAsync("{ contacts(first: 1) { totalCount } }", [], cancellationToken);
        if (data.GetProperty("contacts").GetProperty("totalCount").GetInt64() > 0) return;
        var users = await DemoOrganisation.CreateAsync(_api, cancellationToken);
        var records = new DemoRecords(new Random(Seed), clock.GetUtcNow(), users).Make(accounts: 80, contacts: 1000);
        await SendAsync("accounts", "upsertAccounts", "UpsertAccountsInput", records.Accounts, cancellationToken);
        await SendAsync("contacts", "upsertContacts", "UpsertContactsInput", records.Contacts, cancellationToken);
        await SendAsync("interactions", "recordInteractions", "RecordInteractionsInput", records.Interactions, cancellationToken);
        await handlers.WaitUntilHandledAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task SendAsync(string list, string mutation, string inputType, IReadOnlyList<JsonObject> rows, CancellationToken ct)
    {
        var document = $$"""
            mutation($input: {{inputType}}!) { {{mutation}}(input: $input) { refused rows { error { message field } } errors { ... on Error { message } } } }
            """;
        foreach (var batch in rows.Chunk(BatchSize))
        {
            var data = await _api.RunAsync(document, new() { ["input"] = new JsonObject { [list] = new JsonArray([.. batch]) } }, ct);
            var payload = data.GetProperty(mutation);
            if (payload.GetProperty("refused") is { ValueKind: JsonValueKind.Number } refused && refused.GetInt32() == 0) continue;
            throw new InvalidOperationException($"The demonstration data doesn't fit the API: {payload}");
        }
    }
}
