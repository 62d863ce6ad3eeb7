using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit.Abstractions;

namespace Crm.Headless.Tests.Http;

/// <summary>
/// A server that may have 512 MB, as a process of its own, and 16 clients that ask it for as much as anybody may: answers of nearly 16 MB, the
/// cost and the number of objects close to their limits. It goes on living, and others go on being served.
/// </summary>
public sealed class WorstQueriesTests(ITestOutputHelper output) : IAsyncLifetime
{
    const int Clients = 16, Rounds = 3;
    /// <summary>What the runtime takes for its heap in a container of 512 MB: see HeapHardLimitPercent in the project file.</summary>
    const string HeapOf512Megabytes = "0x13333333";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crm-test-worst-");
    readonly string _key = "crm_admin_" + Guid.NewGuid().ToString("N");
    Process _server = null!;
    HttpClient _client = null!;

    static string[] Worst { get; } =
    [
        // Two lists of 25 people with 20 letters each: as long as an answer may be.
        "{ a: contacts(first: 25) { nodes { interactions(first: 20) { nodes { body } } } } b: contacts(first: 25) { nodes { interactions(first: 20) { nodes { body } } } } }",
        // As many objects as an answer may have.
        "{ contacts(first: 25) { nodes { displayName interactions(first: 20) { nodes { id occurredAt contact { id displayName interactions(first: 20) { nodes { id kind occurredAt } } } } } } } }",
        // As many different fields and pages as it may cost.
        $"{{ {string.Join(' ', Enumerable.Range(0, 8).Select(i => $"c{i}: contacts(first: 50) {{ totalCount nodes {{ id displayName email phone contactPoints {{ value }} identities {{ subject }} }} }}"))} }}",
        // As much of the schema.
        $"{{ {string.Join(' ', Enumerable.Range(0, 40).Select(i => $"s{i}: __schema {{ types {{ name fields {{ name args {{ name }} }} }} }}"))} }}",
    ];

    [Fact]
    public async Task Sixteen_of_the_worst_legal_queries_at_once_leave_the_server_alive_and_others_served()
    {
        using var stop = new CancellationTokenSource();
        var waits = new List<double>();
        var others = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var start = Stopwatch.GetTimestamp();
                using var answer = await PostAsync("{ contacts(first: 3) { nodes { displayName } } }");
                waits.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.DoesNotContain("errors", await answer.Content.ReadAsStringAsync());
            }
        });
        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var seen = new List<(HttpStatusCode Status, long Bytes)>();
            for (var round = 0; round < Rounds; round++)
            {
                using var answer = await PostAsync(Worst[(client + round) % Worst.Length]);
                seen.Add((answer.StatusCode, (await answer.Content.ReadAsByteArrayAsync()).Length));
            }
            return seen;
        })));
        await stop.CancelAsync();
        await others;

        _server.Refresh();
        Assert.False(_server.HasExited);
        var all = answers.SelectMany(seen => seen).ToList();
        Assert.All(all, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, answer.ToString()));
        Assert.Contains(all, answer => answer.Bytes > 12_000_000);
        Assert.InRange(_server.PeakWorkingSet64, 0, 512 * 1024 * 1024);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{all.Count} answers of up to {all.Max(answer => answer.Bytes) / 1e6:0.0} MB, {all.Count(answer => answer.Status != HttpStatusCode.OK)} put off; "
            + $"meanwhile {waits.Count} small ones, half within {waits.Order().ElementAt(waits.Count / 2):0} ms, the slowest {waits.Max():0} ms; "
            + $"the process had {_server.PeakWorkingSet64 / 1e6:0} MB at most."));
    }

    public async Task InitializeAsync()
    {
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "crm.dll"), "--urls=http://127.0.0.1:0", $"--Crm:DataFolder={_folder.FullName}",
            $"--Crm:Plugins:Folder={_folder.FullName}", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
        ])
        { RedirectStandardOutput = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapOf512Megabytes;
        start.Environment["Crm__AdminKey"] = _key;
        _server = Process.Start(start)!;
        _client = new HttpClient { BaseAddress = await AddressAsync(), Timeout = TimeSpan.FromMinutes(3) };
        _client.DefaultRequestHeaders.Authorization = new("Bearer", _key);
        _ = _server.StandardOutput.ReadToEndAsync(); // so that it never waits for its console
        await FillAsync();
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        _server.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
        _folder.Delete(recursive: true);
    }

    async Task<Uri> AddressAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await _server.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (line.IndexOf("http://127.0.0.1:", StringComparison.Ordinal) is >= 0 and var at) return new(line[at..].Split(' ', '/')[0] + "//" + line[at..].Split('/')[2]);
        throw new InvalidOperationException("The server ended before it listened.");
    }

    async Task FillAsync()
    {
        var letter = new string('x', 15_000);
        var people = Enumerable.Range(0, 50).Select(i => new { source = "test", externalId = $"{i}", givenName = $"Ann {i}", email = $"ann{i}@example.com" });
        await DoAsync("mutation($input: UpsertContactsInput!) { upsertContacts(input: $input) { refused } }", new { contacts = people });
        for (var i = 0; i < 50; i++)
            await DoAsync("mutation($input: RecordInteractionsInput!) { recordInteractions(input: $input) { refused } }", new
            {
                interactions = Enumerable.Range(0, 20).Select(n => new
                {
                    kind = "EMAIL",
                    contact = new { externalId = new { source = "test", value = $"{i}" } },
                    body = letter,
                    source = "test",
                    externalId = $"{i}/{n}",
                }),
            });
    }

    async Task DoAsync(string document, object input)
    {
        using var answer = await _client.PostAsJsonAsync("/graphql", new { query = document, variables = new { input } });
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(0, json.GetProperty("data").EnumerateObject().First().Value.GetProperty("refused").GetInt32());
    }

    Task<HttpResponseMessage> PostAsync(string document) => _client.PostAsJsonAsync("/graphql", new { query = document });
}
