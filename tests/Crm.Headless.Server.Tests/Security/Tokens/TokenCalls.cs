using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Security;

/// <summary>Requests to <c>/oauth/token</c>.</summary>
static class TokenCalls
{
    /// <summary>With the client's secret in the body, unless the parameters or the header say otherwise.</summary>
    public static async Task<TokenAnswer> TokenAsync(this CrmTestHost host, IEnumerable<(string Name, string Value)> parameters, string? basic = null)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        if (basic is not null) client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)));
        using var response = await client.PostAsync("/oauth/token", new FormUrlEncodedContent(parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))));
        return new((int)response.StatusCode, response.Headers, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    public static Task<TokenAnswer> TokenAsync(this CrmTestHost host, TestClient client, params (string Name, string Value)[] more) =>
        host.TokenAsync([("grant_type", "client_credentials"), ("client_id", client.Id), ("client_secret", client.Key), .. more]);

    public static async Task<string> AccessTokenAsync(this CrmTestHost host, TestClient client, params (string Name, string Value)[] more)
    {
        var answer = await host.TokenAsync(client, more);
        Assert.True(answer.Status == 200, answer.Body.ToString());
        return answer.Text("access_token");
    }

    public static Task<TokenAnswer> ExchangeAsync(this CrmTestHost host, TestClient client, string type, string token, params (string Name, string Value)[] more) =>
        host.TokenAsync(
        [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("client_id", client.Id), ("client_secret", client.Key),
            ("subject_token_type", "urn:crm-headless:params:oauth:token-type:" + type), ("subject_token", token), .. more,
        ]);

    /// <summary>The header and the payload of a token.</summary>
    public static (JsonElement Header, JsonElement Payload) Parts(string token)
    {
        var parts = token.Split('.');
        return (Part(parts[0]), Part(parts[1]));
        static JsonElement Part(string part) => JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(part)).RootElement;
    }
}

sealed record TokenAnswer(int Status, HttpResponseHeaders Headers, JsonElement Body)
{
    public string Text(string name) => Body.GetProperty(name).GetString()!;
}
