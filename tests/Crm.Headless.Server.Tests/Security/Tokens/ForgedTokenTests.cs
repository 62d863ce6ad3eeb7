using System.Security.Cryptography;
using System.Text;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Headless.Tests.Security;

/// <summary>Tokens that look like the installation's own, and aren't. Each is refused with the reason in WWW-Authenticate.</summary>
public sealed class ForgedTokenTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory]
    [InlineData("aud", "https://elsewhere.example/graphql", "The token is meant for another audience")]
    [InlineData("iss", "https://elsewhere.example", "The token comes from an issuer that is not known here")]
    [InlineData("client_id", "nobody", "The token lacks a claim, or is of another kind")]
    public async Task A_wrong_claim_is_refused_although_the_signature_is_right(string claim, string value, string expected)
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        await RefusedAsync(host, await SignedAsync(host, claims => claims[claim] = value), expected);
    }

    [Fact]
    public async Task A_token_without_an_end_is_refused()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        await RefusedAsync(host, await SignedAsync(host, claims => claims.Remove("exp")), "The token lacks a claim");
    }

    [Fact]
    public async Task A_token_of_another_kind_is_refused()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        await RefusedAsync(host, await SignedAsync(host, _ => { }, type: "JWT"), "The token is no access token");
    }

    [Fact]
    public async Task A_token_without_a_signature_is_refused()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var (header, payload) = TokenCalls.Parts(await host.AccessTokenAsync(await host.CreateClientAsync(["contacts:read"])));
        foreach (var none in new[] { "none", "None", "NONE" })
            await RefusedAsync(host, $"{Encode(header.ToString().Replace("ES256", none))}.{Encode(payload.ToString())}.", "The token is signed with an algorithm that is not taken here");
    }

    [Fact]
    public async Task A_token_that_takes_the_public_key_for_a_secret_is_refused()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var (header, payload) = TokenCalls.Parts(await host.AccessTokenAsync(await host.CreateClientAsync(["contacts:read"])));
        var signing = (ECDsaSecurityKey)(await host.Services.GetRequiredService<SigningKeys>().PublicAsync(default))[0];
        var content = $"{Encode(header.ToString().Replace("ES256", "HS256"))}.{Encode(payload.ToString())}";
        foreach (var secret in new[] { signing.ECDsa.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(signing.ECDsa.ExportSubjectPublicKeyInfoPem()) })
        {
            var forged = $"{content}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(content)))}";
            await RefusedAsync(host, forged, "The token is signed with an algorithm that is not taken here");
        }
    }

    [Fact]
    public async Task A_key_that_is_not_ours_signs_nothing()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var ours = (await host.Services.GetRequiredService<SigningKeys>().SignerAsync(default)).Key.KeyId;
        await RefusedAsync(host, await SignedAsync(host, _ => { }, new ECDsaSecurityKey(other) { KeyId = ours }), "The signature of the token is wrong");
        await RefusedAsync(host, await SignedAsync(host, _ => { }, new ECDsaSecurityKey(other) { KeyId = Guid.NewGuid().ToString("N") }), "The token is signed with a key that is not known here");
    }

    [Fact]
    public async Task No_change_to_a_token_passes_and_none_breaks_the_server()
    {
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { Settings = new Dictionary<string, string?> { ["Crm:RateLimits:Strangers:Burst"] = "1000" } });
        var token = await host.AccessTokenAsync(await host.CreateClientAsync(["contacts:read"]));
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var letters = token.ToCharArray();
            // The last letter of a part carries bits that aren't its own.
            var place = random.Next(letters.Length);
            if (letters[place] == '.' || place + 1 == letters.Length || letters[place + 1] == '.') continue;
            letters[place] = letters[place] == 'A' ? 'B' : 'A';
            Assert.StartsWith("Bearer", await host.ChallengeAsync("Bearer " + new string(letters)));
        }
    }

    /// <summary>A token as the installation issues it, but for what the test changes.</summary>
    static async Task<string> SignedAsync(CrmTestHost host, Action<IDictionary<string, object>> change, SecurityKey? key = null, string type = "at+jwt")
    {
        var (_, payload) = TokenCalls.Parts(await host.AccessTokenAsync(await host.CreateClientAsync(["contacts:read"])));
        var claims = payload.EnumerateObject().ToDictionary(
            claim => claim.Name, claim => claim.Value.ValueKind == System.Text.Json.JsonValueKind.Number ? (object)claim.Value.GetInt64() : claim.Value.GetString()!);
        change(claims);
        var signer = key is null
            ? await host.Services.GetRequiredService<SigningKeys>().SignerAsync(default)
            : new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            System.Text.Json.JsonSerializer.Serialize(claims), signer, new Dictionary<string, object> { ["typ"] = type });
    }

    static async Task RefusedAsync(CrmTestHost host, string token, string cause) =>
        Assert.Contains($"error=\"invalid_token\", error_description=\"{cause}", await host.ChallengeAsync("Bearer " + token));

    static string Encode(string json) => Base64UrlEncoder.Encode(json);
}
