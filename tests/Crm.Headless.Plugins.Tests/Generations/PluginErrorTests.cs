using System.Net.Http.Json;
using System.Text.Json;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;

namespace Crm.Headless.Plugins.Tests.Generations;

/// <summary>What a plugin throws for the client to see is seen, with its code and the plugin's name, wherever it throws it.</summary>
public sealed class PluginErrorTests : IDisposable
{
    const string Shy = """
        public sealed class Shy : CrmPlugin;
        public sealed class ShyException() : CrmException("SHY_TODAY", "Not today. Ask tomorrow.");
        [ObjectType<Contact>, AllowAnonymous] public static class ShyFields
        {
            public static string? Shy([Parent] Contact contact) => throw new ShyException();
            [BatchResolver] public static Task<IReadOnlyList<string?>> ShyBatch([Parent] IReadOnlyList<Contact> contacts, TimeProvider time) => throw new ShyException();
        }
        [QueryType] public static class ShyQueries { [AllowAnonymous] public static Task<string?> ShyWord(TimeProvider time) => Task.FromException<string?>(new ShyException()); }
        [MutationType] public static class ShyMutations { [AllowAnonymous] public static Contact? ShyAct(string word) => throw new ShyException(); }
        [SubscriptionType] public static class ShySubscriptions
        {
            [AllowAnonymous, Subscribe, Topic("contactChanged")] public static string? ShyNews([EventMessage] ContactChanged e) => throw new ShyException();
        }
        """;

    readonly PluginsFolder _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Theory]
    [InlineData("{ contacts { nodes { shy } } }", "contacts/nodes/0/shy")]
    [InlineData("{ contacts { nodes { shyBatch } } }", "contacts/nodes/0/shyBatch")]
    [InlineData("{ shyWord }", "shyWord")]
    [InlineData("mutation { shyAct(input: { word: \"now\" }) { contact { id } } }", "shyAct")]
    public async Task A_field_that_throws_one_is_an_error_with_its_message_and_code(string document, string path)
    {
        await using var host = await StartAsync();
        await CreateContactAsync(host);
        AssertShy(Assert.Single((await host.SendAsync(document)).Errors), path);
    }

    [Fact]
    public async Task A_subscription_that_throws_one_at_an_event_says_so_in_its_answer_and_goes_on()
    {
        await using var host = await StartAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "subscription { shyNews }" }) };
        request.Headers.Accept.Add(new("text/event-stream"));
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        using var stream = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
        for (var contacts = 0; contacts < 2; contacts++)
        {
            await CreateContactAsync(host);
            using var answer = JsonDocument.Parse(await NextAsync(stream, limit.Token));
            AssertShy(Assert.Single(answer.RootElement.GetProperty("errors").EnumerateArray()), "shyNews");
        }
    }

    [Fact]
    public async Task Several_that_are_thrown_together_are_as_many_errors()
    {
        _plugins.Compile("acme.shy", """
            public sealed class Shy : CrmPlugin;
            [QueryType] public static class ShyQueries
            {
                [AllowAnonymous] public static async Task<string?> ShyOdd(TimeProvider time)
                { await Task.Yield(); throw new AggregateException(new OddException("ODD_ONE"), new OddException("ODD_TWO")); }
            }
            public sealed class OddException(string code) : CrmException(code, "Odd.");
            """);
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { PluginsFolder = _plugins.Root });
        Assert.Equal(["ODD_ONE", "ODD_TWO"], (await host.SendAsync("{ shyOdd }")).Codes);
    }

    Task<CrmTestHost> StartAsync()
    {
        _plugins.Compile("acme.shy", Shy);
        return CrmTestHost.StartAsync(new CrmTestOptions { PluginsFolder = _plugins.Root });
    }

    static Task CreateContactAsync(CrmTestHost host) =>
        host.QueryAsync("""mutation { createContact(input: { displayName: "Ann" }) { contact { id } } }""");

    static async Task<string> NextAsync(StreamReader stream, CancellationToken ct)
    {
        const string Data = "data: ";
        while (await stream.ReadLineAsync(ct) is { } line)
            if (line.StartsWith(Data, StringComparison.Ordinal) && line.Length > Data.Length) return line[Data.Length..];
        throw new EndOfStreamException("The server ended the stream.");
    }

    static void AssertShy(JsonElement error, string path)
    {
        Assert.Equal("Not today. Ask tomorrow.", error.GetProperty("message").GetString());
        Assert.Equal(path, string.Join('/', error.GetProperty("path").EnumerateArray()));
        Assert.Equal("""{"code":"SHY_TODAY","plugin":"acme.shy"}""", error.GetProperty("extensions").GetRawText());
    }
}
