using System.Net.Http.Headers;
using System.Text;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Http;

/// <summary>A server that the tests of a class share, and requests to it as they go over the wire.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    public CrmTestHost Host { get; private set; } = null!;
    public HttpClient Client => Host.Client;

    public async Task InitializeAsync() => Host = await CrmTestHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();

    /// <summary>A POST with exactly this body.</summary>
    public Task<HttpAnswer> PostAsync(string body, string? accept = null, string? contentType = "application/json") =>
        PostAsync(Encoding.UTF8.GetBytes(body), accept, contentType);

    public Task<HttpAnswer> PostAsync(byte[] body, string? accept = null, string? contentType = "application/json")
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = content }, accept);
    }

    public Task<HttpAnswer> GetAsync(string query, string? accept = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql?" + query), accept);

    /// <summary>With the key and without the client's own Accept header.</summary>
    public async Task<HttpAnswer> SendAsync(HttpRequestMessage request, string? accept = null)
    {
        using var client = new HttpClient { BaseAddress = Host.Address };
        request.Headers.Authorization ??= new("Bearer", Host.AdminKey);
        if (accept is not null) request.Headers.Add("Accept", accept);
        using var response = await client.SendAsync(request);
        return new(response, await response.Content.ReadAsStringAsync());
    }
}

/// <summary>What came back.</summary>
public sealed record HttpAnswer(HttpResponseMessage Response, string Body)
{
    public int Status => (int)Response.StatusCode;
    public string? ContentType => Response.Content.Headers.ContentType?.ToString();
}
