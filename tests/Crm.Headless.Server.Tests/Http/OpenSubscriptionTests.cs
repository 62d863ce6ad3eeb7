using Crm.Headless.Server.Events;
using Crm.Headless.Server.Http;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Tests.Http;

/// <summary>What an open subscription lives through.</summary>
public sealed class OpenSubscriptionTests
{
    [Fact]
    public async Task An_event_comes_also_when_no_further_request_is_let_in()
    {
        await using var host = await StartAsync(("Crm:GraphQL:MaxConcurrentOperations", "1"), ("Crm:GraphQL:MaxWaitingOperations", "0"));
        await using var client = await SubscribedAsync(host);
        using var places = await FillAsync(host);
        await CreateAsync(host, "Ada");
        using (await host.Services.GetRequiredService<OperationGate>().EnterAsync(cost: 1, default))
        {
            places.Dispose();
            Assert.Equal("Ada", await NextAsync(client));
        }
    }

    [Fact]
    public async Task A_swap_of_the_plugins_waits_for_no_subscription_and_the_subscription_goes_on()
    {
        await using var host = await StartAsync();
        await using var client = await SubscribedAsync(host);
        var generations = host.Services.GetRequiredService<Generations>();
        var old = Current(generations);

        await generations.SwapAsync(PluginCatalog.Empty, default);
        await Eventually.IsAsync(() => !IsUsed(old));

        await CreateAsync(host, "Ada");
        Assert.Equal("Ada", await NextAsync(client));
    }

    [Fact]
    public async Task Events_that_wait_are_not_lost_in_a_swap_of_the_plugins()
    {
        await using var host = await StartAsync();
        await using var client = await SubscribedAsync(host);
        using var places = await FillAsync(host);
        string[] names = ["Ada", "Berta", "Cora", "Dora"];
        foreach (var name in names) await CreateAsync(host, name);

        await host.Services.GetRequiredService<Generations>().SwapAsync(PluginCatalog.Empty, default);
        places.Dispose();

        foreach (var name in names) Assert.Equal(name, await NextAsync(client));
    }

    static async Task<SocketClient> SubscribedAsync(CrmTestHost host)
    {
        var client = await SocketClient.InitialisedAsync(host);
        await client.SubscribeAsync("1", "subscription { contactChanged { givenName } }");
        await Eventually.IsAsync(() => host.Services.GetRequiredService<TopicBroadcaster>().SubscriberCount == 1);
        return client;
    }

    static async Task<string?> NextAsync(SocketClient client)
    {
        var message = await client.ReadAsync();
        Assert.True(message.GetProperty("type").GetString() == "next", message.GetRawText());
        return message.GetProperty("payload").GetProperty("data").GetProperty("contactChanged").GetProperty("givenName").GetString();
    }

    /// <summary>No event is answered until what is returned is disposed of.</summary>
    static async Task<IDisposable> FillAsync(CrmTestHost host) => await host.Services.GetRequiredService<EventGate>().EnterAsync(default);

    static Task CreateAsync(CrmTestHost host, string name) =>
        host.QueryAsync($$"""mutation { createContact(input: { givenName: "{{name}}" }) { contact { id } } }""");

    static Generation Current(Generations generations)
    {
        using var lease = generations.Lease();
        return lease.Generation;
    }

    static bool IsUsed(Generation generation)
    {
        if (!generation.TryAcquire()) return false;
        generation.Release();
        return true;
    }

    static Task<CrmTestHost> StartAsync(params (string Name, string Value)[] settings) => CrmTestHost.StartAsync(new CrmTestOptions
    {
        Settings = settings.Append(("Crm:GraphQL:MaxConcurrentEvents", "1"))
            .ToDictionary(setting => setting.Item1, setting => (string?)setting.Item2),
    });
}
