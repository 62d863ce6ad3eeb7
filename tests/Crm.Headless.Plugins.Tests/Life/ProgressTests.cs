using System.Net;
using System.Text.Json;
using Crm.Headless.Server.Plugins.Life;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Crm.Headless.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.Life;

/// <summary>How far something has come is told wherever somebody listens, and other nodes are told of what they have to follow.</summary>
public sealed class ProgressTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static readonly string[] AllSteps = ["PLANNED", "STAGED", "MIGRATED", "SMOKE_TESTED", "COMMITTED", "SERVED", "CONTRACTED"];

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Every_step_of_an_installation_is_told_to_who_listens_also_on_another_node(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var node = await StartAsync(database);
        await using var other = kind == DatabaseKind.PostgreSql ? await StartAsync(database) : null;
        var listening = other ?? node;
        await using var socket = await SocketClient.InitialisedAsync(listening);
        await socket.SubscribeAsync("1", """
            subscription { pluginOperationChanged(plugin: "acme.shelf") {
              id kind plugin toVersion step status message migrations migrationsDone steps { step at } nodes { name hasReached } } }
            """);
        await socket.SendAsync("""{"type": "ping"}""");
        Assert.Equal("pong", (await socket.ReadAsync()).GetProperty("type").GetString());

        var heard = listening.Services.GetRequiredService<PluginSignal>().Next;
        await node.MustInstallAsync(Shelf.Two);
        await heard.WaitAsync(Patience);

        var states = new List<JsonElement>();
        do states.Add((await socket.ReadAsync()).GetProperty("payload").GetProperty("data").GetProperty("pluginOperationChanged"));
        while (states[^1].GetProperty("step").GetString() != "CONTRACTED" || states[^1].GetProperty("nodes").EnumerateArray().Any(one => !one.GetProperty("hasReached").GetBoolean()));
        Assert.Single(states.Select(state => state.GetProperty("id").GetString()).Distinct());
        Assert.Equal(states.Select(Step).Order(), states.Select(Step));
        var last = states[^1];
        Assert.Equal(AllSteps, last.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("step").GetString()));
        Assert.Equal(("SUCCEEDED", 2, 2), (last.GetProperty("status").GetString(), last.GetProperty("migrations").GetInt32(), last.GetProperty("migrationsDone").GetInt32()));
        Assert.Equal(other is null ? 1 : 2, last.GetProperty("nodes").GetArrayLength());
        Assert.Equal("2.0.0", (await listening.PluginAsync()).GetProperty("version").GetString());

        // It is all there for who comes later.
        var kept = (await listening.QueryAsync("{ pluginOperations { id steps { step } } }")).GetProperty("pluginOperations")[0];
        Assert.Equal((last.GetProperty("id").GetString(), 7), (kept.GetProperty("id").GetString(), kept.GetProperty("steps").GetArrayLength()));
    }

    [Theory, OnPostgreSql]
    public async Task A_key_that_is_revoked_on_one_node_counts_on_no_other_from_then_on(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var node = await StartAsync(database);
        await using var other = await StartAsync(database);
        var made = (await node.QueryAsync("""
            mutation { createApiClient(input: { name: "shop", scopes: ["contacts:read"] }) { key apiClient { keys { nodes { id } } } } }
            """)).GetProperty("createApiClient");
        var key = made.GetProperty("key").GetString();
        Assert.Equal(HttpStatusCode.OK, (await other.SendAsync("{ __typename }", null, key)).Status);

        var heard = other.Services.GetRequiredService<StandingSignal>().Next;
        await node.QueryAsync(
            "mutation($id: ID!) { revokeApiClientKey(input: { id: $id }) { errors { ... on Error { message } } } }",
            new { id = made.GetProperty("apiClient").GetProperty("keys").GetProperty("nodes")[0].GetProperty("id").GetString() });
        await heard.WaitAsync(Patience);
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.SendAsync("{ __typename }", null, key)).Status);
    }

    static int Step(JsonElement state) => Array.IndexOf(AllSteps, state.GetProperty("step").GetString());

    static Task<CrmTestHost> StartAsync(TestDatabase database) => CrmTestHost.StartAsync(new CrmTestOptions { Database = database.Kind, SharedDatabase = database });
}
