using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Crm.Headless.Server;
using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Headless.Tests.Security;

/// <summary>People who sign in at an identity provider.</summary>
public sealed class PersonTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_user_appears_at_the_first_sign_in(DatabaseKind kind)
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var host = await provider.HostAsync(kind);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(provider.Token()));
        var user = Assert.Single(await UsersAsync(host));
        Assert.Equal(("Mei Lin", "mei@example.com", provider.Issuer, "person-1"), (user.Text("name"), user.Text("email"), user.Text("issuer"), user.Text("subject")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task First_requests_at_once_make_one_user(DatabaseKind kind)
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var host = await provider.HostAsync(kind);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => host.StatusAsync(provider.Token(claims => claims["jti"] = $"{i}"))));
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Single(await UsersAsync(host));
    }

    [Fact]
    public async Task A_role_gives_its_scopes_and_no_others()
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var host = await provider.HostAsync();
        Assert.Empty((await host.SendAsync("{ contacts { totalCount } }", null, provider.Token())).Errors);
        Assert.NotEmpty((await host.SendAsync("{ accounts { totalCount } }", null, provider.Token())).Errors);
    }

    [Fact]
    public async Task Without_a_mapped_role_nothing_is_there()
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var host = await provider.HostAsync();
        var nobody = provider.Token(claims => claims["realm_access"] = new Dictionary<string, object> { ["roles"] = new[] { "guest" } });
        Assert.NotEmpty((await host.SendAsync("{ contacts { totalCount } }", null, nobody)).Errors);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Units_of_the_token_restrict_what_is_seen_and_unknown_ones_show_nothing(DatabaseKind kind)
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var host = await provider.HostAsync(kind, ("UnitClaim", "stores"), ("Units:shanghai", "SH"), ("Units:beijing", "BJ"));
        foreach (var code in new[] { "SH", "BJ" })
        {
            await host.ChangeAsync("createUnit", new { name = code, code, kind = "STORE" }, "unit { id }");
            await host.ChangeAsync("createContact", new { givenName = code, units = new[] { new { code } } }, "contact { id }");
        }
        Assert.Equal(["SH"], await SeenAsync(host, provider.Token(claims => claims["stores"] = new[] { "shanghai" })));
        Assert.Equal(["BJ", "SH"], await SeenAsync(host, provider.Token(claims => claims["stores"] = new[] { "shanghai", "beijing" })));
        Assert.Empty(await SeenAsync(host, provider.Token(claims => claims["stores"] = "nowhere")));
        Assert.Empty(await SeenAsync(host, provider.Token()));

        var user = Assert.Single(await UsersAsync(host)).Id();
        await host.ChangeAsync("updateUser", new { id = user, unit = new { code = "SH" } }, "user { id }");
        await Eventually.IsAsync(async () =>
            (await SeenAsync(host, provider.Token(claims => claims["stores"] = new[] { "shanghai", "beijing" }))).Count == 1);
        Assert.Empty(await SeenAsync(host, provider.Token(claims => claims["stores"] = "beijing")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_archived_user_is_kept_out(DatabaseKind kind)
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var host = await provider.HostAsync(kind);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(provider.Token()));
        await host.ChangeAsync("archiveUser", new { id = Assert.Single(await UsersAsync(host)).Id() }, "user { id }");
        await host.UntilRefusedAsync(provider.Token());
        Assert.Contains("error=\"invalid_token\", error_description=\"The user is archived\"", await host.ChallengeAsync("Bearer " + provider.Token()));
    }

    [Fact]
    public async Task A_token_that_is_wrong_in_any_way_is_refused_with_the_reason()
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var host = await provider.HostAsync();
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await RefusedAsync(provider.Token(claims => claims["aud"] = "https://elsewhere.example"), "The token is meant for another audience");
        await RefusedAsync(provider.Token(claims => claims["iss"] = "https://elsewhere.example"), "The token comes from an issuer that is not known here");
        await RefusedAsync(provider.Token(claims => claims["exp"] = now - 60), "The token has expired");
        await RefusedAsync(provider.Token(claims => claims["nbf"] = now + 60), "The token is not valid yet");
        await RefusedAsync(provider.Token(claims => claims.Remove("exp")), "The token lacks a claim");
        await RefusedAsync(provider.Token(claims => claims.Remove("sub")), "The token lacks a claim");
        await RefusedAsync(provider.Token(key: LoopbackProvider.NewKey(provider.Key.KeyId)), "The signature of the token is wrong");
        await RefusedAsync(provider.Token(key: LoopbackProvider.NewKey()), "The token is signed with a key that is not known here");
        foreach (var forged in Forged(provider)) await RefusedAsync(forged, "The token is signed with an algorithm that is not taken here");

        async Task RefusedAsync(string token, string cause) =>
            Assert.Contains($"error=\"invalid_token\", error_description=\"{cause}", await host.ChallengeAsync("Bearer " + token));
    }

    [Fact]
    public async Task While_the_provider_is_down_known_keys_count_and_unknown_ones_are_told_to_come_again()
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var host = await provider.HostAsync();
        await using var later = await provider.HostAsync();
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(provider.Token()));
        await provider.StopAsync();
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(provider.Token()));
        var answer = await later.SendAsync("{ __typename }", null, provider.Token());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal(["IDENTITY_PROVIDER_UNREACHABLE"], answer.Codes);
    }

    [Fact]
    public async Task A_new_key_of_the_provider_is_fetched()
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var host = await provider.HostAsync();
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(provider.Token()));
        provider.ChangeKey();
        await Eventually.IsAsync(async () => await host.StatusAsync(provider.Token()) == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Authority", "http://login.example.com", "without encryption")]
    [InlineData("Authority", "login", "Set it to the address")]
    [InlineData("Audience", "", "Audience is missing")]
    [InlineData("Scopes:sales", "everything", "\"everything\", which is no scope")]
    [InlineData("Units:shanghai", "SH", "Say in UnitClaim")]
    public async Task What_cannot_work_is_said_at_the_start(string setting, string value, string expected)
    {
        await using var provider = await LoopbackProvider.StartAsync();
        var refusal = await Assert.ThrowsAsync<StartupException>(() => provider.HostAsync(DatabaseKind.Sqlite, (setting, value)));
        Assert.Contains(expected, refusal.Message);
        Assert.Contains("Crm:Security:OpenIdConnect:test", refusal.Message);
    }

    static IEnumerable<string> Forged(LoopbackProvider provider)
    {
        var payload = provider.Token().Split('.')[1];
        yield return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{payload}.";
        var content = $"{Base64UrlEncoder.Encode($$"""{"alg":"HS256","typ":"JWT","kid":"{{provider.Key.KeyId}}"}""")}.{payload}";
        foreach (var secret in new[] { provider.Key.Rsa.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(provider.Key.Rsa.ExportSubjectPublicKeyInfoPem()) })
            yield return $"{content}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(content)))}";
    }

    static async Task<IReadOnlyList<JsonElement>> UsersAsync(CrmTestHost host) =>
        (await host.QueryAsync("{ users(status: null) { nodes { id name email issuer subject } } }")).Nodes("users");

    static async Task<List<string>> SeenAsync(CrmTestHost host, string token)
    {
        var answer = await host.SendAsync("{ contacts { nodes { id } } }", null, token);
        Assert.True(answer.Errors.Count == 0, answer.ToString());
        var seen = answer.Data.Nodes("contacts").Select(contact => contact.Id()).ToHashSet();
        var all = await host.QueryAsync("{ contacts { nodes { id givenName } } }");
        return [.. all.Nodes("contacts").Where(contact => seen.Contains(contact.Id())).Select(contact => contact.Text("givenName")!).Order()];
    }
}
