using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;
using Crm.Headless.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Tests.Security;

/// <summary>Client credentials, from the request to the life of the token.</summary>
public sealed class TokenEndpointTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_client_gets_a_token_and_comes_in_with_it(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var client = await host.CreateClientAsync(["contacts:read", "accounts:read"]);
        var answer = await host.TokenAsync(client);
        Assert.Equal(200, answer.Status);
        Assert.Equal(("Bearer", "accounts:read contacts:read", 600), (answer.Text("token_type"), answer.Text("scope"), answer.Body.GetProperty("expires_in").GetInt32()));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(answer.Text("access_token")));
    }

    [Fact]
    public async Task A_token_says_what_RFC_9068_asks_for()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var client = await host.CreateClientAsync(["contacts:read"]);
        var (header, payload) = TokenCalls.Parts(await host.AccessTokenAsync(client));
        Assert.Equal(("at+jwt", "ES256"), (header.Text("typ"), header.Text("alg")));
        var issuer = host.Address.ToString().TrimEnd('/');
        Assert.Equal((issuer, issuer + "/graphql"), (payload.Text("iss"), payload.Text("aud")));
        Assert.Equal((client.Id, client.Id, "contacts:read"), (payload.Text("sub"), payload.Text("client_id"), payload.Text("scope")));
        Assert.Equal(600, payload.GetProperty("exp").GetInt64() - payload.GetProperty("iat").GetInt64());
        Assert.NotEmpty(payload.Text("jti")!);
    }

    [Fact]
    public async Task The_secret_may_come_with_HTTP_Basic()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var client = await host.CreateClientAsync(["contacts:read"]);
        var answer = await host.TokenAsync([("grant_type", "client_credentials")], $"{Uri.EscapeDataString(client.Id)}:{Uri.EscapeDataString(client.Key)}");
        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task A_client_may_ask_for_less_and_not_for_more()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var client = await host.CreateClientAsync(["contacts:read", "contacts:write"]);
        Assert.Equal("contacts:read", (await host.TokenAsync(client, ("scope", "contacts:read"))).Text("scope"));
        Refused(await host.TokenAsync(client, ("scope", "contacts:read accounts:read")), 400, "invalid_scope");
    }

    [Fact]
    public async Task What_the_specification_calls_an_error_is_answered_as_it_says()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var client = await host.CreateClientAsync(["contacts:read"]);
        var other = await host.CreateClientAsync(["contacts:read"]);
        (string, string) grant = ("grant_type", "client_credentials"), id = ("client_id", client.Id), secret = ("client_secret", client.Key);
        Refused(await host.TokenAsync([id, secret]), 400, "invalid_request");
        Refused(await host.TokenAsync([id, secret, ("grant_type", "password")]), 400, "unsupported_grant_type");
        Refused(await host.TokenAsync([grant, id, secret, secret]), 400, "invalid_request");
        Refused(await host.TokenAsync([grant, id, secret], $"{client.Id}:{client.Key}"), 400, "invalid_request");
        Refused(await host.TokenAsync([grant, id, secret, ("resource", "https://elsewhere.example/")]), 400, "invalid_target");
        Refused(await host.TokenAsync([grant]), 401, "invalid_client");
        Refused(await host.TokenAsync([grant, id]), 401, "invalid_client");
        Refused(await host.TokenAsync([grant, id, ("client_secret", other.Key)]), 401, "invalid_client");
        Refused(await host.TokenAsync([grant, id, ("client_secret", host.AdminKey)]), 401, "invalid_client");
        Refused(await host.TokenAsync([grant, ("client_id", "nobody"), secret]), 401, "invalid_client");
        Refused(await host.TokenAsync([grant], "nobody:nothing"), 401, "invalid_client");
    }

    [Fact]
    public async Task An_unknown_client_is_told_the_same_as_one_with_a_wrong_secret()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var client = await host.CreateClientAsync(["contacts:read"]);
        var unknown = "crm_" + new string('A', 64);
        var wrong = client.Key[..40] + unknown[40..];
        var answers = new[]
        {
            await host.TokenAsync([("grant_type", "client_credentials")], $"{client.Id}:{wrong}"),
            await host.TokenAsync([("grant_type", "client_credentials")], $"nobody:{unknown}"),
        };
        Assert.All(answers, answer => Assert.StartsWith("Basic", answer.Headers.WwwAuthenticate.ToString()));
        Assert.Equal(answers[0].Body.ToString(), answers[1].Body.ToString());
    }

    [Fact]
    public async Task Who_guesses_is_told_to_wait()
    {
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            Settings = new Dictionary<string, string?> { ["Crm:RateLimits:Strangers:Burst"] = "3" },
        });
        using var client = new HttpClient { BaseAddress = host.Address };
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = "x", ["client_secret"] = "y" };
        HttpResponseMessage response;
        do response = await client.PostAsync("/oauth/token", new FormUrlEncodedContent(form));
        while (response.StatusCode == HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Only_a_form_is_taken()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        using var client = new HttpClient { BaseAddress = host.Address };
        using var response = await client.PostAsJsonAsync("/oauth/token", new { grant_type = "client_credentials" });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_request", (await response.Content.ReadFromJsonAsync<JsonElement>()).Text("error"));
    }

    [Fact]
    public async Task A_token_expires_by_the_clock()
    {
        await using var host = await CrmTestHost.StartAsync();
        var token = await host.AccessTokenAsync(await host.CreateClientAsync(["contacts:read"]));
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(token)); // 30 seconds for clocks that differ
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Contains("error=\"invalid_token\", error_description=\"The token has expired\"", await host.ChallengeAsync("Bearer " + token));
    }

    [Fact]
    public async Task A_token_expires_with_its_key()
    {
        await using var host = await CrmTestHost.StartAsync();
        var client = await host.CreateClientAsync(["contacts:read"], expiresAt: host.Clock.GetUtcNow().AddMinutes(2));
        var token = await host.AccessTokenAsync(client);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(token));
        host.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Contains("The key behind the token has expired", await host.ChallengeAsync("Bearer " + token));
    }

    [Fact]
    public async Task A_token_that_is_not_valid_yet_is_refused()
    {
        await using var host = await CrmTestHost.StartAsync();
        var token = await host.AccessTokenAsync(await host.CreateClientAsync(["contacts:read"]));
        host.Clock.Advance(TimeSpan.FromSeconds(-40));
        Assert.Contains("error_description=\"The token is not valid yet\"", await host.ChallengeAsync("Bearer " + token));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_token_and_its_WebSocket_end_with_its_client(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var client = await host.CreateClientAsync(["contacts:read"]);
        var token = await host.AccessTokenAsync(client);
        await using var socket = await SocketClient.InitialisedAsync(host, token);
        await host.MutateAsync("disableApiClient", new { id = client.Id }, ApiClientCalls.Selection);
        Assert.Equal((4403, "Forbidden"), await socket.ReadCloseAsync());
        await host.UntilRefusedAsync(token);
        Assert.Contains("error_description=\"The client of the token is disabled\"", await host.ChallengeAsync("Bearer " + token));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_signing_key_is_followed_by_another_one_without_a_gap(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        var client = await host.CreateClientAsync(["contacts:read"]);
        var before = await host.AccessTokenAsync(client);
        var key = await host.Services.GetRequiredService<SigningKeys>().RotateAsync(atOnce: false, default);
        var after = await host.AccessTokenAsync(client);
        while (TokenCalls.Parts(after).Header.Text("kid") != key.ToString("N"))
        {
            await Task.Delay(50); // Asking without a pause would end at the client's rate limit.
            after = await host.AccessTokenAsync(client);
        }
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(before));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(after));
        Assert.Equal(2, (await KeysAsync(host)).Count);
        host.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal([key.ToString("N")], (await KeysAsync(host)).Select(published => published.Text("kid")));
    }

    [Fact]
    public async Task Tokens_of_a_key_that_somebody_may_have_seen_end_at_once()
    {
        await using var host = await CrmTestHost.StartAsync();
        var client = await host.CreateClientAsync(["contacts:read"]);
        var before = await host.AccessTokenAsync(client);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(before));
        await host.Services.GetRequiredService<SigningKeys>().RotateAsync(atOnce: true, default);
        await host.UntilRefusedAsync(before);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Nodes_on_one_database_take_each_other_s_tokens(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var options = new CrmTestOptions { SharedDatabase = database, Settings = new Dictionary<string, string?> { ["Crm:PublicUrl"] = "https://crm.example.com/" } };
        await using var first = await CrmTestHost.StartAsync(options);
        await using var second = await CrmTestHost.StartAsync(options);
        var client = await first.CreateClientAsync(["contacts:read"]);
        Assert.Equal(HttpStatusCode.OK, await second.StatusAsync(await first.AccessTokenAsync(client)));
        Assert.Equal(HttpStatusCode.OK, await first.StatusAsync(await second.AccessTokenAsync(client)));
    }

    [Theory]
    [InlineData("/.well-known/oauth-authorization-server", "issuer", "")]
    [InlineData("/.well-known/oauth-authorization-server", "token_endpoint", "/oauth/token")]
    [InlineData("/.well-known/oauth-protected-resource", "resource", "/graphql")]
    [InlineData("/.well-known/oauth-protected-resource/graphql", "resource", "/graphql")]
    public async Task Metadata_shows_the_way(string path, string name, string expected)
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var document = await host.Client.GetFromJsonAsync<JsonElement>(path);
        Assert.Equal(host.Address.ToString().TrimEnd('/') + expected, document.Text(name));
    }

    [Fact]
    public async Task Published_keys_have_no_private_part()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        Assert.All(await KeysAsync(host), key => Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], key.EnumerateObject().Select(member => member.Name).Order()));
    }

    static async Task<IReadOnlyList<JsonElement>> KeysAsync(CrmTestHost host) => (await host.Client.GetFromJsonAsync<JsonElement>("/oauth/jwks")).List("keys");

    static void Refused(TokenAnswer answer, int status, string error)
    {
        Assert.Equal((status, error), (answer.Status, answer.Text("error")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal(status == 401, answer.Headers.WwwAuthenticate.Count > 0);
    }
}
