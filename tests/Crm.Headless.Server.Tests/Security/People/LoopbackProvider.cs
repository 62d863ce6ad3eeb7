using System.Security.Cryptography;
using Crm.Headless.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Headless.Tests.Security;

/// <summary>An identity provider that says whatever the test wants, right or wrong.</summary>
sealed class LoopbackProvider : IAsyncDisposable
{
    public const string Audience = "https://crm.example.com/graphql";

    readonly WebApplication _app;

    LoopbackProvider(WebApplication app) => _app = app;

    public string Issuer => _app.Urls.First();
    public RsaSecurityKey Key { get; private set; } = NewKey();

    public static async Task<LoopbackProvider> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var provider = new LoopbackProvider(app);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = provider.Issuer, jwks_uri = provider.Issuer + "/jwks" }));
        app.MapGet("/jwks", () =>
        {
            var key = provider.Key.Rsa.ExportParameters(false);
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = provider.Key.KeyId, n = Base64UrlEncoder.Encode(key.Modulus!), e = Base64UrlEncoder.Encode(key.Exponent!) } } });
        });
        await app.StartAsync();
        return provider;
    }

    public Task<CrmTestHost> HostAsync(DatabaseKind kind = DatabaseKind.Sqlite, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Crm:Security:OpenIdConnect:test:Authority"] = Issuer,
            ["Crm:Security:OpenIdConnect:test:Audience"] = Audience,
            ["Crm:Security:OpenIdConnect:test:ScopeClaim"] = "realm_access.roles",
            ["Crm:Security:OpenIdConnect:test:Scopes:sales"] = "contacts:read contacts:write",
        };
        foreach (var (name, value) in settings) all["Crm:Security:OpenIdConnect:test:" + name] = value;
        return CrmTestHost.StartAsync(new CrmTestOptions { Database = kind, Settings = all });
    }

    /// <summary>A token of somebody who sells, but for what the test changes.</summary>
    public string Token(Action<Dictionary<string, object>>? change = null, SecurityKey? key = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["sub"] = "person-1",
            ["name"] = "Mei Lin",
            ["email"] = "mei@example.com",
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 600,
            ["realm_access"] = new Dictionary<string, object> { ["roles"] = new[] { "sales", "other" } },
        };
        change?.Invoke(claims);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            System.Text.Json.JsonSerializer.Serialize(claims), new SigningCredentials(key ?? Key, SecurityAlgorithms.RsaSha256));
    }

    public void ChangeKey() => Key = NewKey();

    public static RsaSecurityKey NewKey(string? id = null) => new(RSA.Create(2048)) { KeyId = id ?? Guid.NewGuid().ToString("N") };

    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
