using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests.Security;

namespace Crm.Headless.Tests.Http;

public sealed class RateLimitTests
{
    [Fact]
    public async Task A_client_that_calls_too_often_is_told_when_to_come_again_and_others_go_on()
    {
        await using var host = await StartAsync(("Crm:RateLimits:Clients:Burst", "3"), ("Crm:RateLimits:Clients:PerSecond", "1"));
        var (eager, calm) = (await host.CreateClientAsync(["contacts:read"]), await host.CreateClientAsync(["contacts:read"]));
        var statuses = new List<HttpStatusCode>();
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 20 && refused is null; i++)
        {
            var response = await SendAsync(host, eager.Key);
            statuses.Add(response.StatusCode);
            if (response.StatusCode == HttpStatusCode.TooManyRequests) refused = response;
        }
        Assert.NotNull(refused);
        Assert.True(statuses.Count > 3, string.Join(' ', statuses));
        Assert.InRange(int.Parse(refused.Headers.GetValues("Retry-After").Single()), 1, 60);
        Assert.Contains("RATE_LIMITED", await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, calm.Key)).StatusCode);
        for (var i = 0; i < 10; i++) Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, host.AdminKey)).StatusCode);
    }

    [Fact]
    public async Task A_list_of_variables_counts_as_many()
    {
        await using var host = await StartAsync(("Crm:RateLimits:Clients:Burst", "3"), ("Crm:RateLimits:Clients:PerSecond", "1"));
        var client = await host.CreateClientAsync(["contacts:read"]);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, client.Key, new[] { new { }, new { }, new { } })).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(host, client.Key)).StatusCode);
    }

    [Fact]
    public async Task Tokens_that_are_asked_for_count_too()
    {
        await using var host = await StartAsync(("Crm:RateLimits:Clients:Burst", "3"), ("Crm:RateLimits:Clients:PerSecond", "1"));
        var client = await host.CreateClientAsync(["contacts:read"]);
        using var http = new HttpClient { BaseAddress = host.Address };
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client.Id, ["client_secret"] = client.Key };
        HttpResponseMessage answer;
        do answer = await http.PostAsync("/oauth/token", new FormUrlEncodedContent(form));
        while (answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(int.Parse(answer.Headers.GetValues("Retry-After").Single()), 1, 60);
    }

    [Fact]
    public async Task Wrong_keys_in_connection_init_count_as_those_in_a_header_do()
    {
        await using var host = await StartAsync(("Crm:RateLimits:Strangers:Burst", "2"), ("Crm:RateLimits:Strangers:PerSecond", "1"));
        for (var i = 0; i < 10; i++)
        {
            await using var socket = await SocketClient.ConnectAsync(host);
            await socket.SendAsync("""{"type":"connection_init","payload":{"authorization":"Bearer crm_wrong"}}""");
            Assert.Equal(4403, (await socket.ReadCloseAsync()).Code);
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(host, "crm_wrong")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, host.AdminKey)).StatusCode);
    }

    static async Task<HttpResponseMessage> SendAsync(CrmTestHost host, string key, object? variables = null)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await http.PostAsJsonAsync("/graphql", new { query = "{ __typename }", variables });
    }

    static Task<CrmTestHost> StartAsync(params (string Name, string Value)[] settings) => CrmTestHost.StartAsync(
        new CrmTestOptions { Settings = settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value) });
}
