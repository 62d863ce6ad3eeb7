using System.Net.Http.Json;
using System.Text.Json;

namespace Crm.Headless.Benchmarks.Data;

/// <summary>Speaks to the server that is being filled.</summary>
sealed class GraphQLClient : IDisposable
{
    readonly HttpClient _http;

    public GraphQLClient(int port, string key)
    {
        _http = new() { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(5) };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", key);
    }

    /// <exception cref="BenchException">The answer has errors.</exception>
    public async Task<JsonElement> SendAsync(string query, object? variables = null)
    {
        using var response = await _http.PostAsJsonAsync("/graphql", new { query, variables });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.TryGetProperty("errors", out var errors)
            ? throw new BenchException($"The server answered with errors: {errors}")
            : answer.GetProperty("data");
    }

    public void Dispose() => _http.Dispose();
}
