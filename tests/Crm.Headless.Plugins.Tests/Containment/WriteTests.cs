using System.Text.Json;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Containment;

/// <summary>SQLite has one writer, and rows are locked on PostgreSQL: no code of a plugin runs while others wait for that, or not for long.</summary>
public sealed class WriteTests(WriteTests.Tardy tardy) : IClassFixture<WriteTests.Tardy>
{
    const string Source = """
        public sealed class Tardy : CrmPlugin
        {
            /// <summary>Waits in the place that a test names, until it names another.</summary>
            public static void Wait(string place)
            {
                lock (typeof(Tardy)) AppContext.SetData("acme.tardy.in." + place, 1 + (int)(AppContext.GetData("acme.tardy.in." + place) ?? 0));
                while (AppContext.GetData("acme.tardy") as string == place) Thread.Sleep(5);
            }
            public static string Stored(string text) { Wait("converter"); return text; }
            public static string Snapshot(string text) { if (Environment.StackTrace.Contains("AcceptChanges")) Wait("comparer"); return text; } // when it is written
            public override void ConfigureModel(ModelBuilder model) => model.Entity<TardyRow>(row =>
            {
                row.ToTable("tardy_rows");
                row.Property(one => one.Text).HasConversion(text => Stored(text), stored => stored,
                    new Microsoft.EntityFrameworkCore.ChangeTracking.ValueComparer<string>((a, b) => a == b, text => text.GetHashCode(), text => Snapshot(text)));
            });
        }
        [VisibleToAll] public sealed class TardyRow { public Guid Id { get; set; } public string Text { get; set; } = ""; }
        [Migration("20260101000000_tardy")] public sealed class TardyInitial : Migration
        {
            protected override void Up(MigrationBuilder m) => m.CreateTable("tardy_rows", table => new { id = table.Column<Guid>(), text = table.Column<string>() },
                constraints: table => table.PrimaryKey("pk_tardy_rows", row => row.id));
        }
        [MutationType, AllowAnonymous] public static class TardyMutations
        {
            public static Task<string?> TardyAdd(string text, ICrmStore store, CancellationToken ct) => store.ChangeAsync<string?>(_ =>
            {
                store.Add(new TardyRow { Id = Guid.CreateVersion7(), Text = text });
                Tardy.Wait("change");
                return Task.FromResult<string?>(text);
            }, ct);
        }
        [QueryType, AllowAnonymous] public static class TardyQueries
        {
            public static async Task<IReadOnlyList<string>?> TardyTextsAsync(ICrmStore store, CancellationToken ct) =>
                await store.Query<TardyRow>().OrderBy(row => row.Id).Select(row => row.Text).ToListAsync(ct);
        }
        public sealed class TardyHandler(ICrmStore store) : IEventHandler<ContactChanged>
        {
            public Task HandleAsync(ContactChanged e, CancellationToken ct)
            {
                Tardy.Wait("handler");
                if (e.Contact.DisplayName.StartsWith("Handled")) store.Add(new TardyRow { Id = Guid.CreateVersion7(), Text = e.Contact.DisplayName });
                return Task.CompletedTask;
            }
        }
        public sealed class TardyPeople : IPersonLifecycle
        {
            public Task<IReadOnlyDictionary<string, long>> CountAsync(Guid contactId, CancellationToken ct) => Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long>());
            public Task MergeAsync(ContactMerge merge, CancellationToken ct) { Tardy.Wait("merge"); return Task.CompletedTask; }
            public Task UnmergeAsync(ContactMerge merge, CancellationToken ct) => Task.CompletedTask;
            public Task<object?> ExportAsync(Guid contactId, CancellationToken ct) => Task.FromResult<object?>(null);
            public Task EraseAsync(Guid contactId, CancellationToken ct) => Task.CompletedTask;
        }
        """;

    public sealed class Tardy() : CompiledPlugin("acme.tardy", Source);

    [Theory, OnSqlite, OnPostgreSql]
    public async Task While_a_plugin_is_at_its_changes_its_conversions_its_events_or_a_merge_others_write(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind, new() { ["Crm:GraphQL:MaxPluginFieldTime"] = "00:01:00", ["Crm:Plugins:MaxHookTime"] = "00:01:00" });
        var (ana, ben) = (await AddAsync(host, "Ana"), await AddAsync(host, "Ben"));
        (string Place, Func<Task<GraphQLResponse>> Begin)[] places =
        [
            ("change", () => TardyAddAsync(host, "a")),
            ("converter", () => TardyAddAsync(host, "b")),
            ("merge", () => MergeAsync(host, ana, ben)),
            ("handler", () => host.SendAsync("""mutation { createContact(input: { givenName: "Handled" }) { contact { id } } }""")),
        ];
        foreach (var (place, begin) in places)
        {
            if (place == "merge") Assert.Equal(2, Entered("converter")); // Once for each row, and not again while it was written.

            var entered = Entered(place);
            AppContext.SetData("acme.tardy", place);
            var waiting = begin();
            await Eventually.IsAsync(() => Entered(place) > entered);
            await AddAsync(host, "Somebody else").WaitAsync(TimeSpan.FromSeconds(20));
            AppContext.SetData("acme.tardy", null);
            Assert.Empty((await waiting).Errors);
        }
        await host.HandledAsync();
        Assert.Equal(["a", "b", "Handled"], await TextsAsync(host));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_write_that_code_of_the_plugin_holds_up_is_taken_back_and_others_go_on(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind, new() { ["Crm:Plugins:MaxWriteTime"] = "00:00:00.5" });
        AppContext.SetData("acme.tardy", "comparer");
        var held = TardyAddAsync(host, "held");
        await Eventually.IsAsync(() => Entered("comparer") > 0);
        var others = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AddAsync(host, "Somebody else")));
        var error = Assert.Single((await held).Errors);
        await others;
        Assert.Equal("PLUGIN_TIMEOUT", error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.Contains("Writing the rows of plugin \"acme.tardy\" took longer than 0.5 s. They were taken back", error.GetProperty("message").GetString());
        Assert.Empty(await TextsAsync(host));

        await AddAsync(host, "Handled");
        await Eventually.IsAsync(async () => (await ParkedAsync(host)).Contains("Writing the rows of plugin \\u0022acme.tardy\\u0022 took longer than 0.5 s", StringComparison.Ordinal));
        await AddAsync(host, "Somebody else");
        AppContext.SetData("acme.tardy", null);
        Assert.Empty((await TardyAddAsync(host, "free")).Errors);
        await host.QueryAsync("mutation { retryParkedEvents(input: {}) { retried } }");
        await Eventually.IsAsync(async () => (await TextsAsync(host)).Contains("Handled"));
        Assert.Equal(2, (await TextsAsync(host)).Length);
    }

    [Fact]
    public async Task A_merge_that_a_plugin_holds_up_is_given_up_and_changes_nothing()
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite, new() { ["Crm:Plugins:MaxHookTime"] = "00:00:00.3" });
        var (ana, ben) = (await AddAsync(host, "Ana"), await AddAsync(host, "Ben"));
        AppContext.SetData("acme.tardy", "merge");
        var error = Assert.Single((await MergeAsync(host, ana, ben)).Errors);
        AppContext.SetData("acme.tardy", null);
        Assert.Equal(("PLUGIN_TIMEOUT", "acme.tardy"),
            (error.GetProperty("extensions").GetProperty("code").GetString(), error.GetProperty("extensions").GetProperty("plugin").GetString()));
        Assert.Contains("Nothing was changed", error.GetProperty("message").GetString());
        Assert.Empty((await MergeAsync(host, ana, ben)).Errors);
    }

    [Fact]
    public async Task A_handler_that_does_not_end_is_called_for_two_events_and_then_no_more_until_it_has_ended()
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite, new() { ["Crm:Events:HandlerTimeout"] = "00:00:00.2" });
        AppContext.SetData("acme.tardy", "handler");
        for (var contact = 0; contact < 5; contact++) await AddAsync(host, $"Handled {contact}");
        await Eventually.IsAsync(async () => (await host.QueryAsync("{ parkedEvents { lastError } }")).GetProperty("parkedEvents").GetArrayLength() == 2);
        await AddAsync(host, "Handled 5");
        await Task.Delay(TimeSpan.FromSeconds(2.5)); // A third would have been called and given up on by now.
        Assert.Equal(2, Entered("handler"));
        AppContext.SetData("acme.tardy", null);
        await host.QueryAsync("mutation { retryParkedEvents(input: {}) { retried } }");
        await Eventually.IsAsync(async () => (await TextsAsync(host)).Length == 6); // each once
    }

    async Task<CrmTestHost> StartAsync(DatabaseKind kind, Dictionary<string, string?> settings)
    {
        foreach (var place in new[] { "change", "converter", "comparer", "merge", "handler" }) AppContext.SetData("acme.tardy.in." + place, 0);
        AppContext.SetData("acme.tardy", null);
        return await CrmTestHost.StartAsync(new CrmTestOptions { Database = kind, PluginsFolder = tardy.Folder.Root, Settings = settings });
    }

    static int Entered(string place) => (int)AppContext.GetData("acme.tardy.in." + place)!;

    static async Task<string> AddAsync(CrmTestHost host, string name)
    {
        var data = await host.QueryAsync("mutation($name: String!) { createContact(input: { givenName: $name }) { contact { id } } }", new { name });
        return data.GetProperty("createContact").GetProperty("contact").GetProperty("id").GetString()!;
    }

    static Task<GraphQLResponse> TardyAddAsync(CrmTestHost host, string text) =>
        host.SendAsync("mutation($text: String!) { tardyAdd(input: { text: $text }) { string } }", new { text });

    static Task<GraphQLResponse> MergeAsync(CrmTestHost host, string survivorId, string mergedId) => host.SendAsync(
        "mutation($input: MergeContactsInput!) { mergeContacts(input: $input) { contact { id } errors { ... on Error { message } } } }",
        new { input = new { survivorId, mergedId } });

    static async Task<string[]> TextsAsync(CrmTestHost host) =>
        [.. (await host.QueryAsync("{ tardyTexts }")).GetProperty("tardyTexts").EnumerateArray().Select(text => text.GetString()!)];

    static async Task<string> ParkedAsync(CrmTestHost host) => JsonSerializer.Serialize(await host.QueryAsync("{ parkedEvents { lastError } }"));
}
