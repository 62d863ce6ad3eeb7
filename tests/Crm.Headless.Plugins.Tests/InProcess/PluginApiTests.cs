using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Crm.Headless.Plugins.Tests.Life;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.InProcess;

/// <summary>Plugins call the API by themselves: with what they were granted, in their own name, and only with what was checked.</summary>
public sealed class PluginApiTests(PluginApiTests.Desk desk) : IClassFixture<PluginApiTests.Desk>
{
    const string Id = "acme.desk";

    const string Source = """
        public sealed class Desk : CrmPlugin;
        public sealed record DeskAnswer(DeskAnswer.DeskConnection Contacts) { public sealed record DeskConnection(List<DeskContact> Nodes); public sealed record DeskContact(string Id, string DisplayName); }
        public sealed record DeskArchived(DeskArchived.Payload ArchiveContact) { public sealed record Payload(DeskAnswer.DeskContact? Contact, List<System.Text.Json.JsonElement>? Errors); }
        static class DeskDocuments
        {
            public static readonly CrmDocument Names = new("query($first: Int) { contacts(first: $first) { nodes { id displayName } } }");
            public static CrmDocument Archive { get; } = new("mutation($input: ArchiveContactInput!) { archiveContact(input: $input) { contact { id displayName } errors { ... on Error { message } } } }");
            public static readonly CrmDocument Self = new("{ deskSelf(n: 1) }");
            public static readonly CrmDocument Twice = new("{ deskNames again: deskNames }");
            public static readonly CrmDocument Slow = new("{ deskSlow(n: 1) }");
            public static readonly CrmDocument Many = new("query($names: [String!]) { contacts(first: 5, where: {email: {in: $names}}) { nodes { id } } }");
        }
        [QueryType, AllowAnonymous] public static class DeskQueries
        {
            public static async Task<IReadOnlyList<string>?> DeskNamesAsync(ICrmApi api, CancellationToken ct) =>
                (await api.RunAsync<DeskAnswer>(DeskDocuments.Names, new { First = 5 }, ct)).Contacts.Nodes.ConvertAll(contact => contact.DisplayName);

            public static Task<string?> DeskSelfAsync(int n, ICrmApi api, CancellationToken ct) => SayAsync(() => api.RunAsync<System.Text.Json.JsonElement>(DeskDocuments.Self, null, ct));

            public static Task<string?> DeskWithinAsync(int n, ICrmApi api, ICrmStore store, CancellationToken ct) => SayAsync(() =>
                store.ChangeAsync(token => api.RunAsync<System.Text.Json.JsonElement>(DeskDocuments.Archive, new { Input = new { Id = "x" } }, token), ct));

            public static Task<string?> DeskUndeclaredAsync(int n, ICrmApi api, CancellationToken ct) => SayAsync(() => api.RunAsync<System.Text.Json.JsonElement>(new("{ __typename }"), null, ct));

            public static Task<string?> DeskTwiceAsync(ICrmApi api, CancellationToken ct) => SayAsync(() => api.RunAsync<System.Text.Json.JsonElement>(DeskDocuments.Twice, null, ct));

            static async Task<string?> SayAsync(Func<Task<System.Text.Json.JsonElement>> call)
            {
                try { return (await call()).ToString(); }
                catch (InvalidOperationException failure) { return failure.Message; }
            }

            public static async Task<string?> DeskSlowAsync(int n, CancellationToken ct) { await Task.Delay(TimeSpan.FromMinutes(1), ct); return "never"; }

            public static async Task<string?> DeskCaughtAsync(int n, ICrmApi api, CancellationToken ct)
            {
                try { return (await api.RunAsync<System.Text.Json.JsonElement>(DeskDocuments.Slow, null, ct)).ToString(); }
                catch (CrmApiException failure) { return $"{failure.Errors[0].Path} {failure.Errors[0].Code} {failure.Data}"; }
            }
        }
        public sealed class DeskTidy(ICrmApi api) : IEventHandler<ContactChanged>
        {
            public async Task HandleAsync(ContactChanged e, CancellationToken ct)
            {
                if (e.Change == ChangeKind.Created && e.Contact.DisplayName == "Gone")
                    await api.RunAsync<DeskArchived>(DeskDocuments.Archive, new { Input = new { Id = GlobalId.Format("Contact", e.Contact.Id) } }, ct);
            }
        }
        """;

    const string Job = """
        [Backfill] public sealed class DeskSweep(ICrmApi api) : IJob
        {
            public async Task<JobStep> RunAsync(JobRun run, CancellationToken ct)
            {
                foreach (var contact in (await api.RunAsync<DeskAnswer>(DeskDocuments.Names, null, ct)).Contacts.Nodes)
                    await api.RunAsync<DeskArchived>(DeskDocuments.Archive, new { Input = new { contact.Id } }, ct);
                return JobStep.Done;
            }
        }
        """;

    static readonly string[] Asks = ["contacts:read", "contacts:write", "personal-data:read"];

    public sealed class Desk
    {
        public byte[] Package { get; } = Make("1.0.0", Source, Asks);

        /// <summary>Has a job besides.</summary>
        public byte[] Sweeping { get; } = Make("1.1.0", Source + Job, Asks);

        /// <summary>Doesn't ask for what its documents need.</summary>
        public byte[] Modest { get; } = Make("2.0.0", Source, ["contacts:read", "contacts:write"]);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task It_reads_and_writes_with_its_own_scopes_whoever_asks_and_the_audit_log_names_it(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        await host.MustInstallAsync(desk.Package);
        await AddAsync(host, "Ana");
        await AddAsync(host, "Gone");
        await host.HandledAsync();

        // The client itself may read no contact.
        var key = await host.CreateKeyAsync("accounts:read");
        Assert.Contains("contacts", (await host.SendAsync("{ contacts(first: 1) { nodes { id } } }", credential: key)).ToString());
        Assert.Equal(["Ana"], await NamesAsync(host, key));
        Assert.Equal(["archiveContact Contact UPDATED"], await AuditAsync(host));

        await host.MustInstallAsync(desk.Sweeping);
        for (var i = 0; (await NamesAsync(host, key)).Length > 0; i++)
        {
            Assert.True(i < 300, "The job didn't call the API.");
            await Task.Delay(50);
        }
        Assert.Equal(2, (await AuditAsync(host)).Length);
    }

    [Fact]
    public async Task The_plan_warns_of_a_plugin_that_asks_for_what_lets_it_bring_in_other_plugins()
    {
        await using var host = await CrmTestHost.StartAsync(DatabaseKind.Sqlite);
        var hash = await host.UploadAsync(Make("1.2.0", Source, [.. Asks, "plugins:admin"]));
        var plan = (await host.QueryAsync(
            "query($hash: String!) { pluginPlan(input: { hash: $hash }) { isAllowed findings { id severity message } } }", new { hash })).GetProperty("pluginPlan");
        Assert.True(plan.GetProperty("isAllowed").GetBoolean());
        var finding = plan.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("id").GetString() == "grants-plugins-admin");
        Assert.Equal("DANGEROUS", finding.GetProperty("severity").GetString());
        Assert.Contains("can then install, change and remove plugins", finding.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_document_that_needs_more_than_the_plugin_was_granted_is_a_problem_of_the_plan_that_names_the_scope()
    {
        await using var host = await CrmTestHost.StartAsync(DatabaseKind.Sqlite);
        await host.MustInstallAsync(desk.Package);
        var message = await host.InstallAsync(desk.Modest).ErrorAsync();
        Assert.Contains("\"acme.desk\" declares the document DeskDocuments.Many, which doesn't fit the part of the API that it may use", message);
        Assert.Contains("It needs personal-data:read, which the plugin wasn't granted: ask for it in the project file (<PluginAsks Include=\"personal-data:read\" />)", message);
        Assert.Equal("1.0.0", (await host.PluginAsync(Id)).GetProperty("version").GetString());

        await host.Database.ScalarAsync("UPDATE plugin_installations SET grants = 'contacts:read personal-data:read' RETURNING 1");
        await host.RestartAsync();
        var plugin = await host.PluginAsync(Id);
        Assert.Equal("REFUSED", plugin.GetProperty("status").GetString());
        Assert.Contains("It needs contacts:write", plugin.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_field_that_selects_itself_ends_and_so_do_undeclared_documents_mutations_inside_changes_and_slow_calls()
    {
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            Configure = builder => builder.Services.AddSingleton(new GraphQL.Execution.ExecutorOptions { MaxPluginFieldTime = TimeSpan.FromSeconds(1) }),
        });
        await host.MustInstallAsync(desk.Package);
        await AddAsync(host, "Ana");

        var answer = await host.QueryAsync("{ deskSelf(n: 1) deskUndeclared(n: 1) deskWithin(n: 1) deskNames }");
        Assert.Equal("Ana", answer.GetProperty("deskNames")[0].GetString());
        Assert.Contains("A field must not select itself.", answer.GetProperty("deskSelf").GetString());
        Assert.Contains("Declare it in a static readonly field", answer.GetProperty("deskUndeclared").GetString());
        Assert.Contains("Send it before or after ChangeAsync.", answer.GetProperty("deskWithin").GetString());

        var slow = await host.SendAsync("{ deskCaught(n: 1) deskNames }");
        Assert.Equal("Ana", slow.Data.GetProperty("deskNames")[0].GetString());
        Assert.True(slow.Errors.Count == 1 || slow.Data.GetProperty("deskCaught").GetString()!.StartsWith("deskSlow PLUGIN_TIMEOUT"), slow.ToString());
    }

    [Fact]
    public async Task Many_who_call_at_once_do_not_wait_for_each_other_and_a_plugin_that_has_called_can_be_unloaded()
    {
        await using var host = await CrmTestHost.StartAsync(DatabaseKind.Sqlite);
        await CallAsync(host);
        await host.ChangeAsync("pluginRemove", new { id = Id, data = "PURGE", accept = await FindingsAsync(host) });
        var contexts = host.Services.GetRequiredService<PluginContexts>();
        for (var round = 0; contexts.Alive > 0; round++)
        {
            Assert.True(round < 50, "The load context of the plugin is still there.");
            await Task.Delay(20);
            contexts.Scrub();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }

    // Not inlined, so that nothing of it stays on the test's own stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    async Task CallAsync(CrmTestHost host)
    {
        await host.MustInstallAsync(desk.Package);
        await AddAsync(host, "Ana");
        var calls = await Task.WhenAll(Enumerable.Range(0, 80).Select(_ => host.SendAsync("{ a: deskTwice b: deskNames c: deskTwice }")));
        Assert.All(calls, call => Assert.Equal("""{"deskNames":["Ana"],"again":["Ana"]}""", call.Data.GetProperty("c").GetString()));
    }

    static async Task AddAsync(CrmTestHost host, string name) => await host.QueryAsync(
        "mutation($input: CreateContactInput!) { createContact(input: $input) { contact { id } errors { ... on Error { message } } } }",
        new { input = new { givenName = name } });

    static async Task<string[]> NamesAsync(CrmTestHost host, string key) =>
        [.. (await host.SendAsync("{ deskNames }", credential: key)).Data.GetProperty("deskNames").EnumerateArray().Select(name => name.GetString()!)];

    static async Task<string[]> AuditAsync(CrmTestHost host)
    {
        var data = await host.QueryAsync(
            "{ auditEntries(first: 10, where: {actor: {eq: \"acme.desk\"}, actorKind: {eq: PLUGIN}}) { nodes { operation recordKind change } } }");
        return
        [
            .. data.GetProperty("auditEntries").GetProperty("nodes").EnumerateArray()
                .Select(entry => string.Join(' ', entry.EnumerateObject().Select(member => member.Value.GetString()))),
        ];
    }

    static async Task<string[]> FindingsAsync(CrmTestHost host)
    {
        var data = await host.QueryAsync("query($input: PluginPlanInput!) { pluginPlan(input: $input) { findings { id } } }", new { input = new { id = Id, kind = "REMOVE" } });
        return [.. data.GetProperty("pluginPlan").GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("id").GetString()!)];
    }

    static byte[] Make(string version, string source, string[] asks)
    {
        using var folder = new PluginsFolder();
        folder.Compile(Id, source, manifest =>
        {
            manifest["version"] = version;
            manifest["permissions"] = new JsonObject { ["asks"] = new JsonArray([.. asks.Select(scope => (JsonNode)scope)]) };
        });
        return folder.Pack(Id);
    }
}
