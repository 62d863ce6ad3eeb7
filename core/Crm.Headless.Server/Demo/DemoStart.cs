using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.InProcess;
using Crm.Headless.Server.Plugins;

namespace Crm.Headless.Server.Demo;

/// <summary>
/// Fills an empty database before the server listens, through the API, and waits until the plugins have handled it. What was begun is
/// finished by the next start; a database that holds contacts of others is left as it is.
/// </summary>
internal sealed class DemoStart(Generations generations, DispatcherProgress handlers, Database database, TimeProvider clock)
    : IHostedService
{
    const int Seed = 20_260_101;
    const int BatchSize = 500;

    /// <summary>In the table <c>installation</c>: when it was begun, so that a repetition makes the same records, or "complete".</summary>
    const string Marker = "demo";
    const string Complete = "complete";

    readonly InProcessApi _api = new(generations, client: "demo");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await BeginAsync(cancellationToken) is not { } began) return;
        var users = await DemoOrganisation.CreateAsync(_api, cancellationToken);
        var records = new DemoRecords(new Random(Seed), began, users).Make(accounts: 80, contacts: 1000);
        await SendAsync("accounts", "upsertAccounts", "UpsertAccountsInput", records.Accounts, cancellationToken);
        await SendAsync("contacts", "upsertContacts", "UpsertContactsInput", records.Contacts, cancellationToken);
        await SendAsync("interactions", "recordInteractions", "RecordInteractionsInput", records.Interactions, cancellationToken);
        await handlers.WaitUntilHandledAsync(cancellationToken);
        await database.Installation.SetAsync(Marker, Complete, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <returns>When this demonstration was begun, now or by an earlier start; null: there is nothing to do.</returns>
    async Task<DateTimeOffset?> BeginAsync(CancellationToken ct)
    {
        var marker = await database.Installation.ReadAsync(Marker, ct);
        if (marker is null && await HasContactsAsync(ct)) return null;
        if (marker is null)
        {
            var now = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
            await database.Installation.TryAddAsync(Marker, now, ct);
            marker = await database.Installation.ReadAsync(Marker, ct);
        }
        return marker == Complete ? null : DateTimeOffset.Parse(marker!, CultureInfo.InvariantCulture);
    }

    async Task<bool> HasContactsAsync(CancellationToken ct)
    {
        var data = await _api.RunAsync("{ contacts(first: 1, status: null) { nodes { id } } }", [], ct);
        return data.GetProperty("contacts").GetProperty("nodes").GetArrayLength() > 0;
    }

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
