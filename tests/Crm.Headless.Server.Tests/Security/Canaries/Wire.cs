using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Security.Canaries;

/// <summary>Requests as strangers and clients send them. Keeps every answer, with its headers.</summary>
sealed class Wire(CrmTestHost host) : IDisposable
{
    readonly HttpClient _http = new() { BaseAddress = host.Address };

    public ConcurrentQueue<string> Answers { get; } = new();

    public Task<string> PostAsync(string document, object? variables = null, string? credential = null, string accept = "application/json") =>
        SendAsync(Request(HttpMethod.Post, "/graphql", credential ?? host.AdminKey, JsonSerializer.Serialize(new { query = document, variables }), accept));

    public Task<string> RawAsync(string body, string? credential = null) => SendAsync(Request(HttpMethod.Post, "/graphql", credential ?? host.AdminKey, body));

    public Task<string> GetAsync(string address, string? credential = null, string accept = "application/json") =>
        SendAsync(Request(HttpMethod.Get, address, credential ?? host.AdminKey, null, accept));

    public Task<string> TokenAsync(string? basic, params (string Name, string Value)[] form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))) };
        if (basic is not null) request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)));
        return SendAsync(request);
    }

    public void Keep(string? answer) => Answers.Enqueue(answer ?? "");

    public void Dispose() => _http.Dispose();

    async Task<string> SendAsync(HttpRequestMessage request)
    {
        using (request)
        using (var response = await _http.SendAsync(request))
        {
            var answer = $"{(int)response.StatusCode} {response.Headers} {response.Content.Headers}\n{await response.Content.ReadAsStringAsync()}";
            Answers.Enqueue(answer);
            return answer;
        }
    }

    static HttpRequestMessage Request(HttpMethod method, string address, string credential, string? body, string accept = "application/json")
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + credential);
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }
}
