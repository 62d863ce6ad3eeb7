using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Crm.Headless.Tests.Http;

/// <summary>Thousands of requests over one connection. A failure names FsCheck's seed and the number that makes the request.</summary>
public sealed class HostileRequestTests(RunningServer server, ITestOutputHelper output) : IClassFixture<RunningServer>
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    static readonly string[] Accepts = ["application/graphql-response+json", "application/json", "*/*"];

    static int Requests { get; } = LongTests.WhyNot is null ? 20_000 : 6_000;

    [Fact]
    public void Whatever_is_sent_is_answered_soon_and_never_with_500()
    {
        var seed = (ulong)Random.Shared.NextInt64();
        output.WriteLine($"FsCheck seed {seed}");
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = server.Host.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", server.Host.AdminKey);
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), number => IsFine(Try(client, number)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Requests).WithReplay(seed, 1));
    }

    static Property IsFine(string? problem) => (problem is null).Label(problem ?? "fine");

    /// <summary>A busy machine may be slow now and then, so a slow answer is asked for again.</summary>
    static string? Try(HttpClient client, int number)
    {
        for (var attempt = 1; ; attempt++)
        {
            var start = Stopwatch.GetTimestamp();
            var problem = Answer(client, number);
            if (problem is not null) return problem;
            if (Stopwatch.GetElapsedTime(start) <= Patience) return null;
            if (attempt == 3) return $"took more than {Patience.TotalSeconds} s, three times";
        }
    }

    /// <summary>What is wrong with the answer; null: nothing.</summary>
    static string? Answer(HttpClient client, int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(HostileBodies.Make(number)) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TryAddWithoutValidation("Accept", Accepts[number % Accepts.Length]);
        using var response = client.Send(request);
        using var content = response.Content.ReadAsStream();
        var body = new StreamReader(content, Encoding.UTF8).ReadToEnd();
        if ((int)response.StatusCode >= 500) return $"{(int)response.StatusCode}: {body}";
        return IsGraphQLResponse(body) ? null : $"no GraphQL response: {body}";
    }

    static bool IsGraphQLResponse(string body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.ValueKind == JsonValueKind.Array || json.RootElement.TryGetProperty("data", out _) || json.RootElement.TryGetProperty("errors", out _);
    }
}
