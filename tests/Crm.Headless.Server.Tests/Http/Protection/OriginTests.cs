using System.Net;
using System.Net.WebSockets;
using Crm.Headless.Server;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Http;

public sealed class OriginTests
{
    [Fact]
    public async Task No_page_of_another_origin_may_use_the_api_unless_it_is_named()
    {
        await using var host = await StartAsync("https://shop.example");
        using var stranger = await PreflightAsync(host, "https://evil.example");
        Assert.False(stranger.Headers.Contains("Access-Control-Allow-Origin"));
        using var named = await PreflightAsync(host, "https://shop.example");
        Assert.Equal("https://shop.example", named.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(named.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Without_the_setting_every_other_origin_is_closed_out()
    {
        await using var host = await StartAsync();
        using var answer = await PreflightAsync(host, "https://shop.example");
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("https://shop.example", true)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    [InlineData(null, true)]
    public async Task A_page_of_another_origin_opens_a_WebSocket_only_if_it_is_named(string? origin, bool opens)
    {
        await using var host = await StartAsync("https://shop.example");
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.CollectHttpResponseDetails = true;
        var opening = socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/graphql" }.Uri, default);
        if (opens) await opening;
        else await Assert.ThrowsAsync<WebSocketException>(() => opening);
        if (!opens) Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Fact]
    public async Task The_servers_own_pages_open_WebSockets()
    {
        await using var host = await StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("Origin", host.Address.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/graphql" }.Uri, default);
    }

    [Theory]
    [InlineData("shop.example")]
    [InlineData("https://shop.example/app")]
    [InlineData("*")]
    public async Task What_is_no_origin_is_refused_when_the_server_starts(string origin)
    {
        var refused = await Assert.ThrowsAsync<StartupException>(() => StartAsync(origin));
        Assert.Contains("Crm:Cors:Origins", refused.Message);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task What_a_page_can_send_without_asking_is_not_taken(string contentType)
    {
        await using var host = await StartAsync();
        using var content = new StringContent("""{"query":"{ __typename }"}""");
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType);
        using var response = await host.Client.PostAsync("/graphql", content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    static async Task<HttpResponseMessage> PreflightAsync(CrmTestHost host, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/graphql");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        return await host.Client.SendAsync(request);
    }

    static Task<CrmTestHost> StartAsync(params string[] origins) => CrmTestHost.StartAsync(
        new CrmTestOptions { Settings = origins.Select((origin, i) => (origin, i)).ToDictionary(x => $"Crm:Cors:Origins:{x.i}", x => (string?)x.origin) });
}
