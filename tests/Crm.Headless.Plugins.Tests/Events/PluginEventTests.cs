using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Crm.Headless.Server;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Crm.Headless.Testing.Conformance;
using Crm.Headless.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.Events;

/// <summary>Events that plugins tell each other and their subscribers.</summary>
public sealed class PluginEventTests(BonusPlugins plugins) : IClassFixture<BonusPlugins>
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_a_plugin_publishes_with_its_rows_comes_to_plugins_that_require_it_in_the_order_of_the_contact(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        var (ann, ben) = (await PersonAsync(host, "Ann"), await PersonAsync(host, "Ben"));
        await PurchaseAsync(host, ann);
        await GiveAsync(host, ann, 5);
        Assert.Equal("BonusRefusedError", await GiveAsync(host, ann, -5));
        await MustAsync(host, "mergeContacts", new { survivorId = ann, mergedId = ben, acceptPlugins = new[] { "acme.echo" } });
        await UntilAsync(async () => (await HeardAsync(host, null)).Length == 1); // the job
        await host.HandledAsync();

        // The purchase comes before the points that it brings; what was taken back never comes.
        var heard = await HeardAsync(host, ann);
        Assert.Equal(["10 Purchase 0.5 2027-01-31", "5 Gift", "777 Gift", "recorded"], heard.Order(StringComparer.Ordinal));
        Assert.True(Array.IndexOf(heard, "recorded") < Array.IndexOf(heard, "10 Purchase 0.5 2027-01-31"));
        Assert.True(Array.IndexOf(heard, "5 Gift") < Array.IndexOf(heard, "777 Gift"));
        Assert.Equal(["opened 3"], await HeardAsync(host, null));
        Assert.True((await host.QueryAsync("{ echoTimes }")).GetProperty("echoTimes").GetBoolean());

        // The feed of changes tells of records only.
        var changes = (await host.QueryAsync("{ changes(first: 100) { hasMore nodes { __typename } } }")).GetProperty("changes");
        Assert.False(changes.GetProperty("hasMore").GetBoolean());
        Assert.All(changes.GetProperty("nodes").EnumerateArray(), node => Assert.Contains(node.GetProperty("__typename").GetString(), new[] { "ContactChange", "InteractionChange" }));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_subscriber_hears_of_contacts_that_he_sees_and_asked_for(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        var (ann, ben) = (await PersonAsync(host, "Ann"), await PersonAsync(host, "Ben"));
        var all = await ListenAsync(host, CrmPrincipal.System(), null);
        var one = await ListenAsync(host, CrmPrincipal.System(), ann);
        var member = await ListenAsync(host, Acting.Member(ben, "bonus:read"), null);
        var stranger = await ListenAsync(host, Acting.Client([], "bonus:read"), null);

        foreach (var (contact, points) in new[] { (ann, 1), (ben, 2), (ann, 3), (ben, 4) }) await GiveAsync(host, contact, points);
        await UntilAsync(() => Task.FromResult(all.Count == 4 && one.Count == 2 && member.Count == 2), () => string.Join(" | ", all.Concat(one).Concat(member)));
        Assert.Equal(["1 Gift", "2 Gift", "3 Gift", "4 Gift"], all);
        Assert.Equal(["1 Gift", "3 Gift"], one);
        Assert.Equal(["2 Gift", "4 Gift"], member);
        Assert.Empty(stranger);
        Assert.Contains("is no id of this API", (await host.SendAsync(CrmPrincipal.System(), "subscription { bonusGiven(contactId: \"x\") }")).ToString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Of_a_person_who_is_forgotten_events_say_nothing_and_come_no_more(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        var ann = await PersonAsync(host, "Ann");
        await GiveAsync(host, ann, 123456789);
        await host.HandledAsync();
        Assert.NotEmpty(await FoundAsync(host, "123456789"));
        await MustAsync(host, "eraseContact", new { id = ann, acceptPlugins = new[] { "acme.echo" } });
        Assert.DoesNotContain("events.payload", string.Join(' ', await FoundAsync(host, "123456789")));
        Assert.Empty(await FoundAsync(host, "987654321")); // what the plugin told of while it was asked to forget

        await ReplayAsync(host, "acme.echo/EchoListening");
        await host.HandledAsync();
        Assert.Single(await FoundAsync(host, "123456789"));
    }

    [Fact]
    public async Task Handling_many_events_that_publish_takes_few_commits_and_they_can_be_handled_again()
    {
        var commits = new Commits();
        await using var host = await StartAsync(DatabaseKind.Sqlite, commits.Watch);
        var ann = await PersonAsync(host, "Ann");
        for (var i = 0; i < 60; i++) await PurchaseAsync(host, ann);
        await host.HandledAsync();
        Assert.Equal(120, (await HeardAsync(host, ann)).Length);

        commits.Count = 0;
        Assert.True(await ReplayAsync(host, "acme.bonus/BonusEarning") >= 60);
        await host.HandledAsync();
        Assert.Equal(180, (await HeardAsync(host, ann)).Length);
        Assert.InRange(commits.Count, 2, 30); // replay, batches of it, batches of what it published; one by one would be 120
    }

    async Task<CrmTestHost> StartAsync(DatabaseKind kind, Action<WebApplicationBuilder>? configure = null)
    {
        var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            Database = kind,
            PluginsFolder = plugins.Folder.Root,
            Configure = configure,
            Settings = new Dictionary<string, string?> { ["Crm:Events:PollInterval"] = "00:00:00.1" },
        });
        Assert.Equal("""{"plugins":[{"message":null},{"message":null}]}""", (await host.QueryAsync("{ plugins { message } }")).GetRawText());
        return host;
    }

    static async Task<ConcurrentQueue<string>> ListenAsync(CrmTestHost host, CrmPrincipal who, string? contact)
    {
        var topics = host.Services.GetRequiredService<TopicBroadcaster>();
        var (before, heard) = (topics.SubscriberCount, new ConcurrentQueue<string>());
        _ = Task.Run(async () =>
        {
            await foreach (var answer in host.RunAsync(who, "subscription($id: ID) { bonusGiven(contactId: $id) }", new { id = contact }, default))
                heard.Enqueue(answer.TryGetProperty("data", out var data) ? data.GetProperty("bonusGiven").GetString()! : answer.ToString());
        });
        await UntilAsync(() => Task.FromResult(topics.SubscriberCount > before));
        return heard;
    }

    static async Task<long> ReplayAsync(CrmTestHost host, string handler)
    {
        var data = await host.QueryAsync(
            "mutation($handler: String!) { replayEvents(input: { handler: $handler, from: 0 }) { events errors { ... on Error { message } } } }", new { handler });
        return data.GetProperty("replayEvents").GetProperty("events").GetInt64();
    }

    static async Task<string[]> HeardAsync(CrmTestHost host, string? contact) =>
        [.. (await host.QueryAsync("query($id: ID) { echoHeard(contactId: $id) }", new { id = contact })).GetProperty("echoHeard").EnumerateArray().Select(row => row.GetString()!)];

    static async Task<string> PersonAsync(CrmTestHost host, string name) =>
        (await host.QueryAsync("mutation($input: CreateContactInput!) { createContact(input: $input) { contact { id } } }", new { input = new { givenName = name } }))
            .GetProperty("createContact").GetProperty("contact").GetProperty("id").GetString()!;

    static Task PurchaseAsync(CrmTestHost host, string contact) => MustAsync(host, "recordInteraction", new { kind = "PURCHASE", contact = new { id = contact } });

    static Task<string?> GiveAsync(CrmTestHost host, string contact, long points) => ErrorAsync(host, "bonusGive", new { contactId = contact, points });

    static async Task MustAsync(CrmTestHost host, string mutation, object input) => Assert.Null(await ErrorAsync(host, mutation, input));

    static async Task<string?> ErrorAsync(CrmTestHost host, string mutation, object input)
    {
        var type = char.ToUpperInvariant(mutation[0]) + mutation[1..] + "Input";
        var data = await host.QueryAsync($"mutation($input: {type}!) {{ {mutation}(input: $input) {{ errors {{ __typename }} }} }}", new { input });
        var errors = data.GetProperty(mutation).GetProperty("errors");
        return errors.ValueKind == JsonValueKind.Array ? errors[0].GetProperty("__typename").GetString() : null;
    }

    static Task<IReadOnlyList<string>> FoundAsync(CrmTestHost host, string text) =>
        EveryColumn.FindAsync(host.Services.GetRequiredService<Database>(), value => EveryColumn.Holds(value, text));

    static async Task UntilAsync(Func<Task<bool>> holds, Func<string>? state = null)
    {
        for (var attempt = 0; !await holds(); attempt++)
        {
            Assert.True(attempt < 800, $"It didn't come. {state?.Invoke()}");
            await Task.Delay(25);
        }
    }

    /// <summary>Counts how often a checkpoint moves.</summary>
    sealed class Commits : DbCommandInterceptor
    {
        int _count;

        public int Count { get => _count; set => _count = value; }

        public void Watch(WebApplicationBuilder builder) => builder.Services.AddSingleton(services => new Database(
            DataFolder.Locate(builder.Configuration), services.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>(), this));

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.StartsWith("UPDATE \"event_handlers\"", StringComparison.Ordinal)) Interlocked.Increment(ref _count);
            return new(result);
        }
    }
}
