using System.Collections.Concurrent;
using System.Text.Json;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.People;

/// <summary>Handlers of plugins, subscribers and readers of the change feed hear what becomes of people.</summary>
public sealed class PersonEventTests
{
    const string Watch = """
        public sealed class Watch : CrmPlugin { public override void ConfigureModel(ModelBuilder model) => model.Entity<WatchRow>().ToTable("watch_rows"); }
        [VisibleToAll] public sealed class WatchRow { public Guid Id { get; set; } public long Number { get; set; } public string Text { get; set; } = ""; }
        [Migration("20260101000000_watch")] public sealed class WatchInitial : Migration
        {
            protected override void Up(MigrationBuilder m) => m.CreateTable("watch_rows",
                table => new { id = table.Column<Guid>(), number = table.Column<long>(), text = table.Column<string>() }, constraints: table => table.PrimaryKey("pk_watch_rows", row => row.id));
        }
        public sealed class WatchHandler(ICrmStore store) : IEventHandler<ContactMerged>, IEventHandler<ContactUnmerged>, IEventHandler<ContactErased>
        {
            public Task HandleAsync(ContactMerged e, CancellationToken ct) => Note(e, $"{e.Merged.GivenName} into {e.Survivor.GivenName}");
            public Task HandleAsync(ContactUnmerged e, CancellationToken ct) => Note(e, $"{e.Separated.GivenName} from {e.Survivor.GivenName}");
            public Task HandleAsync(ContactErased e, CancellationToken ct) => Note(e, "somebody erased");
            Task Note(CrmEvent e, string text)
            {
                store.Add(new WatchRow { Id = Guid.NewGuid(), Number = e.Sequence, Text = text });
                return Task.CompletedTask;
            }
        }
        [QueryType, AllowAnonymous] public static class WatchQueries
        {
            public static async Task<IReadOnlyList<string>?> WatchTextsAsync(ICrmStore store, CancellationToken ct) =>
                await store.Query<WatchRow>().OrderBy(row => row.Number).Select(row => row.Text).ToListAsync(ct);
        }
        """;

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Merging_separating_and_forgetting_are_told_to_handlers_subscribers_and_the_feed(DatabaseKind kind)
    {
        using var plugins = new PluginsFolder();
        plugins.Compile("acme.watch", Watch);
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { Database = kind, PluginsFolder = plugins.Root });
        var data = await host.QueryAsync("""mutation { a: createContact(input: { givenName: "Ann" }) { contact { id } } b: createContact(input: { givenName: "Anna" }) { contact { id } } }""");
        var (ann, anna) = (data.GetProperty("a").GetProperty("contact").GetProperty("id").GetString()!, data.GetProperty("b").GetProperty("contact").GetProperty("id").GetString()!);
        using var leaving = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var heard = new BlockingCollection<JsonElement>();
        var listening = await ListenAsync(host, heard, leaving.Token,
            $$"""subscription { contactMerged(id: "{{ann}}") { survivor { givenName } mergedId } }""", "subscription { contactUnmerged { survivor { givenName } separated { givenName } } }",
            "subscription { contactErased { contactId } }", $$"""subscription { contactMerged(id: "{{anna}}") { mergedId } }""");

        await DoAsync(host, "mergeContacts", new { survivorId = ann, mergedId = anna });
        Assert.Equal("""{"data":{"contactMerged":{"survivor":{"givenName":"Ann"},"mergedId":"ANNA"}}}""".Replace("ANNA", anna), heard.Take(leaving.Token).ToString());
        await DoAsync(host, "unmergeContacts", new { mergedId = anna });
        Assert.Equal("""{"data":{"contactUnmerged":{"survivor":{"givenName":"Ann"},"separated":{"givenName":"Anna"}}}}""", heard.Take(leaving.Token).ToString());
        await host.HandledAsync(leaving.Token);
        await DoAsync(host, "eraseContact", new { id = anna });
        Assert.Equal("""{"data":{"contactErased":{"contactId":"ANNA"}}}""".Replace("ANNA", anna), heard.Take(leaving.Token).ToString());
        await host.HandledAsync(leaving.Token);
        await leaving.CancelAsync();
        await listening;

        Assert.Empty(heard);
        var answer = await host.QueryAsync("{ watchTexts changes { nodes { change recordId ... on ContactChange { otherId } } } }");
        Assert.Equal("""["Anna into Ann","Anna from Ann","somebody erased"]""", JsonSerializer.Serialize(answer.GetProperty("watchTexts")));
        Assert.Equal(
            [("CREATED", ann, null), ("CREATED", anna, null), ("ARCHIVED", anna, null), ("UPDATED", ann, null), ("MERGED", ann, anna),
                ("UPDATED", ann, null), ("RESTORED", anna, null), ("UNMERGED", ann, anna), ("DELETED", anna, null), ("ERASED", anna, null)],
            answer.GetProperty("changes").GetProperty("nodes").EnumerateArray()
                .Select(row => (row.GetProperty("change").GetString()!, row.GetProperty("recordId").GetString()!, row.GetProperty("otherId").GetString())));
    }

    static async Task DoAsync(CrmTestHost host, string mutation, object input)
    {
        var type = char.ToUpperInvariant(mutation[0]) + mutation[1..] + "Input";
        var data = await host.QueryAsync($"mutation($input: {type}!) {{ {mutation}(input: $input) {{ errors {{ ... on Error {{ message }} }} }} }}", new { input = input });
        Assert.Equal(JsonValueKind.Null, data.GetProperty(mutation).GetProperty("errors").ValueKind);
    }

    static async Task<Task> ListenAsync(CrmTestHost host, BlockingCollection<JsonElement> heard, CancellationToken ct, params string[] documents)
    {
        var topics = host.Services.GetRequiredService<TopicBroadcaster>();
        var listeners = documents.Select(document => Task.Run(async () =>
        {
            await foreach (var answer in host.RunAsync(CrmPrincipal.System(), document, null, ct)) heard.Add(answer, CancellationToken.None);
        }, CancellationToken.None)).ToList();
        while (topics.SubscriberCount < documents.Length) await Task.Delay(10, ct);
        return Task.WhenAll(listeners);
    }
}
