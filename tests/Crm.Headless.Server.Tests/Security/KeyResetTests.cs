using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Crm.Headless.Tests.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Tests.Security;

/// <summary>What a key that was reset leaves of the connections that it opened.</summary>
public sealed class KeyResetTests
{
    const string Subscription = "subscription { contactChanged { __typename } }";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_WebSocket_is_closed_whether_it_listens_or_is_idle(bool listens)
    {
        await using var host = await StartAsync();
        await using var client = await SocketClient.InitialisedAsync(host, Key(host));
        if (listens) await client.SubscribeAsync("1", Subscription);

        await ResetAsync(host);

        Assert.Equal((4403, "Forbidden"), await client.ReadCloseAsync());
    }

    [Fact]
    public async Task An_event_stream_ends_and_says_why()
    {
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=" + Uri.EscapeDataString(Subscription));
        request.Headers.Authorization = new("Bearer", Key(host));
        request.Headers.Add("Accept", "text/event-stream");
        using var client = new HttpClient { BaseAddress = host.Address };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        await ResetAsync(host);

        Assert.Contains("UNAUTHENTICATED", await response.Content.ReadAsStringAsync());
    }

    static Task ResetAsync(CrmTestHost host) => host.Services.GetRequiredService<AdminKeys>().ResetAsync(default);

    static string Key(CrmTestHost host) => host.Services.GetRequiredService<FirstKey>().Take()!;

    /// <summary>With a key of its own making: one that is set can't be reset.</summary>
    static Task<CrmTestHost> StartAsync() => CrmTestHost.StartAsync(new CrmTestOptions
    {
        Configure = builder => builder.Configuration.AddInMemoryCollection([new("Crm:AdminKey", "")]),
    });
}
