using System.Collections.Concurrent;
using System.Text.Json;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Crm.Headless.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.Life;

/// <summary>Nobody who asks or listens meanwhile is disturbed by a plugin that comes, changes or goes. Short; the long run is among the benchmarks.</summary>
public sealed class SwapUnderLoadTests
{
    const int Clients = 6, Listeners = 6;

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Requests_and_subscriptions_go_on_while_a_plugin_is_installed_upgraded_disabled_and_enabled(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        await host.MustInstallAsync(Shelf.One);
        var id = await AddContactAsync(host);
        var sockets = await Task.WhenAll(Enumerable.Range(0, Listeners).Select(_ => ListenAsync(host, "{ contactChanged { displayName } }")));
        await using var doomed = await ListenAsync(host, "{ contactChanged { shelfVersion } }");

        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentDictionary<string, int>();
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => AskAsync(host, answers, stop.Token))).ToArray();

        await host.MustInstallAsync(Shelf.Two);
        await ChangeAsync(host, id, "Bea");
        await host.ChangeAsync("pluginDisable", new { id = Shelf.Id, accept = await BreakingAsync(host) });
        await ChangeAsync(host, id, "Cleo");
        await host.ChangeAsync("pluginEnable", new { id = Shelf.Id });
        await ChangeAsync(host, id, "Dora");
        await stop.CancelAsync();
        await Task.WhenAll(clients);

        Assert.Subset(new HashSet<string> { "one", "two", "gone" }, answers.Keys.ToHashSet());
        foreach (var socket in sockets)
        {
            Assert.Equal("Bea Cleo Dora", $"{await NameAsync(socket)} {await NameAsync(socket)} {await NameAsync(socket)}");
            await socket.DisposeAsync();
        }
        var (last, next) = (default(string), await doomed.ReadAsync());
        for (; !next.GetProperty("payload").TryGetProperty("errors", out _); next = await doomed.ReadAsync())
            last = next.GetProperty("payload").GetProperty("data").GetProperty("contactChanged").GetProperty("shelfVersion").GetString();
        Assert.Equal("two", last);
        Assert.Contains("shelfVersion", next.GetProperty("payload").GetProperty("errors")[0].GetProperty("message").GetString());
        Assert.Equal("complete", (await doomed.ReadAsync()).GetProperty("type").GetString());
        Assert.Equal(1, AliveAfterCollection(host.Services.GetRequiredService<PluginContexts>()));
    }

    static async Task AskAsync(CrmTestHost host, ConcurrentDictionary<string, int> answers, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var response = await host.SendAsync("{ contacts(first: 1) { nodes { displayName shelfVersion } } }");
            var answer = response.Errors.Count > 0
                ? response.Errors[0].GetProperty("message").GetString()!.Contains("shelfVersion") ? "gone" : response.ToString()
                : response.Data.GetProperty("contacts").GetProperty("nodes")[0].GetProperty("shelfVersion").GetString()!;
            answers.AddOrUpdate(answer, 1, (_, count) => count + 1);
            Assert.Equal(1, (await host.QueryAsync("{ contacts(first: 1) { nodes { displayName } } }")).GetProperty("contacts").GetProperty("nodes").GetArrayLength());
        }
    }

    static async Task<SocketClient> ListenAsync(CrmTestHost host, string selection)
    {
        var socket = await SocketClient.InitialisedAsync(host);
        await socket.SubscribeAsync("1", "subscription " + selection);
        await socket.SendAsync("""{"type": "ping"}""");
        Assert.Equal("pong", (await socket.ReadAsync()).GetProperty("type").GetString()); // It listens when it answers.
        return socket;
    }

    /// <summary>Whoever begins to listen may still hear of what was committed just before, which is Ana.</summary>
    static async Task<string?> NameAsync(SocketClient socket)
    {
        while (true)
            if ((await socket.ReadAsync()).GetProperty("payload").GetProperty("data").GetProperty("contactChanged").GetProperty("displayName").GetString() is not "Ana" and var name)
                return name;
    }

    static async Task<string> AddContactAsync(CrmTestHost host)
    {
        var data = await host.QueryAsync("""mutation { createContact(input: { givenName: "Ana" }) { contact { id } } }""");
        return data.GetProperty("createContact").GetProperty("contact").GetProperty("id").GetString()!;
    }

    static Task<JsonElement> ChangeAsync(CrmTestHost host, string id, string name) => host.QueryAsync(
        "mutation($input: UpdateContactInput!) { updateContact(input: $input) { contact { id } errors { ... on Error { message } } } }",
        new { input = new { id, givenName = name } });

    static async Task<string[]> BreakingAsync(CrmTestHost host)
    {
        var data = await host.QueryAsync(
            "query($input: PluginPlanInput!) { pluginPlan(input: $input) { findings { id severity } } }", new { input = new { id = Shelf.Id, kind = "DISABLE" } });
        return [.. data.GetProperty("pluginPlan").GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("id").GetString()!)];
    }

    static int AliveAfterCollection(PluginContexts contexts)
    {
        for (var round = 0; round < 40 && contexts.Alive > 1; round++)
        {
            contexts.Scrub();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            Thread.Sleep(50);
        }
        return contexts.Alive;
    }
}
