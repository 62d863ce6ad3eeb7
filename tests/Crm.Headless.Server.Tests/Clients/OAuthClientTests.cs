using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;
using Crm.Headless.Tests.Security;

namespace Crm.Headless.Tests.Clients;

/// <summary>An OAuth client and an identity provider that nobody here wrote.</summary>
public sealed class OAuthClientTests
{
    [NodeFact]
    public async Task Oauth4webapi_finds_its_way_and_gets_and_uses_a_token()
    {
        await using var host = await CrmTestHost.StartAsync();
        var client = await host.CreateClientAsync(["contacts:read", "accounts:read"]);
        var issuer = host.Address.ToString().TrimEnd('/');
        var seen = JsonDocument.Parse(await ClientPackages.RunAsync("oauth.mjs", issuer, client.Id, client.Key)).RootElement;
        Assert.Equal(("contacts:read", 600), (seen.Text("scope"), seen.GetProperty("expires").GetInt32()));
        Assert.Equal(0, seen.GetProperty("answer").GetProperty("data").GetProperty("contacts").GetProperty("totalCount").GetInt32());
        Assert.Equal("""{"status":401,"scheme":"basic"}""", seen.GetProperty("refused").GetRawText());
        Assert.Equal(client.Id, seen.GetProperty("claims").Text("client_id"));
    }

    [NodeFact]
    public async Task A_token_of_oidc_provider_is_taken()
    {
        const string audience = "https://crm.example.com/graphql";
        var start = new ProcessStartInfo("node", ["oidc-provider.mjs", audience])
        {
            WorkingDirectory = ClientPackages.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var provider = Process.Start(start)!;
        try
        {
            var issuer = await provider.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await provider.StandardError.ReadToEndAsync());
            await using var host = await CrmTestHost.StartAsync(new CrmTestOptions
            {
                Settings = new Dictionary<string, string?>
                {
                    ["Crm:Security:OpenIdConnect:oidc:Authority"] = issuer,
                    ["Crm:Security:OpenIdConnect:oidc:Audience"] = audience,
                    ["Crm:Security:OpenIdConnect:oidc:Scopes:sales"] = "contacts:read",
                },
            });
            var answer = await host.SendAsync("{ contacts { totalCount } }", null, await TokenAsync(issuer, audience));
            Assert.True(answer.Status == HttpStatusCode.OK && answer.Errors.Count == 0, answer.ToString());
        }
        finally
        {
            provider.StandardInput.Close();
            await provider.WaitForExitAsync();
        }
    }

    static async Task<string> TokenAsync(string issuer, string resource)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("sales-app:a-secret-of-this-test")));
        using var response = await client.PostAsync(issuer + "/token", new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("scope", "crm"), new("resource", resource),
        ]));
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return body.TryGetProperty("access_token", out var token) ? token.GetString()! : throw new InvalidOperationException(body.ToString());
    }
}
