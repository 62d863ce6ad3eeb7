using System.Net;
using System.Text.Json;
using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Security;

/// <summary>What tests do with API clients.</summary>
static class ApiClientCalls
{
    public const string Selection = "apiClient { id name scopes keys { nodes { id hint expiresAt revokedAt lastUsedAt } } }";

    /// <summary>A client of a name that nobody else has.</summary>
    public static async Task<TestClient> CreateClientAsync(this CrmTestHost host, string[] scopes, object? unit = null, DateTimeOffset? expiresAt = null)
    {
        var name = $"shop {Guid.NewGuid():N}";
        var made = await host.MutateAsync("createApiClient", new { name, scopes, unit, expiresAt }, $"key {Selection}");
        return new(made.GetProperty("apiClient").Id(), name, made.GetProperty("key").GetString()!, KeyIds(made)[^1]);
    }

    /// <summary>The payload of a mutation that must succeed.</summary>
    public static async Task<JsonElement> MutateAsync(this CrmTestHost host, string mutation, object input, string selection, string? credential = null)
    {
        var answer = await host.SendAsync(
            $"mutation($input: {char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input!) {{ {mutation}(input: $input) {{ {selection} errors {{ __typename ... on Error {{ message }} }} }} }}",
            new { input }, credential);
        Assert.True(answer.Errors.Count == 0, answer.ToString());
        return answer.Data.GetProperty(mutation);
    }

    /// <summary>The type and the message of the only error of a mutation that must fail.</summary>
    public static async Task<(string Type, string Message)> RefusalAsync(
        this CrmTestHost host, string mutation, object input, string selection, string? credential = null)
    {
        var error = Assert.Single((await host.MutateAsync(mutation, input, selection, credential)).List("errors"));
        return (error.TypeName(), error.Text("message")!);
    }

    public static IReadOnlyList<string> KeyIds(JsonElement payload) => [.. payload.GetProperty("apiClient").GetProperty("keys").List("nodes").Select(key => key.Id())];

    public static async Task<HttpStatusCode> StatusAsync(this CrmTestHost host, string credential) => (await host.SendAsync("{ __typename }", null, credential)).Status;

    /// <summary>Within a second, says the documentation; the test waits until it is so.</summary>
    public static Task UntilRefusedAsync(this CrmTestHost host, string credential) =>
        Eventually.IsAsync(async () => await host.StatusAsync(credential) == HttpStatusCode.Unauthorized);

    /// <summary>What WWW-Authenticate says about a key or token.</summary>
    public static async Task<string> ChallengeAsync(this CrmTestHost host, string? authorization)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        if (authorization is not null) client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var response = await client.GetAsync("/graphql?query={__typename}");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        return response.Headers.WwwAuthenticate.ToString();
    }
}

sealed record TestClient(string Id, string Name, string Key, string KeyId);
