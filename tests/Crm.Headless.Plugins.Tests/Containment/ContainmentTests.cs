using System.Net.Http.Json;
using System.Text.Json;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.Containment;

/// <summary>A plugin that misbehaves costs its own fields and nothing else.</summary>
public sealed class ContainmentTests(ContainmentTests.Bad bad) : IClassFixture<ContainmentTests.Bad>
{
    const string Source = """
        public sealed class Bad : CrmPlugin;
        [ObjectType<Contact>, AllowAnonymous] public static class BadFields
        {
            public static string? BadGood([Parent] Contact contact) => "good";
            public static string? BadThrow([Parent] Contact contact) => throw new InvalidOperationException("no luck");
            [BatchResolver] public static async Task<IReadOnlyList<string?>> BadSleepAsync([Parent] IReadOnlyList<Contact> contacts) { await Task.Delay(3_000); return []; }
            [BatchResolver] public static IReadOnlyList<string?> BadGarbage([Parent] IReadOnlyList<Contact> contacts) => ["a", "b", "c"];
            public static IEnumerable<string>? BadEndless([Parent] Contact contact) { while (true) yield return "more"; }
            public static IEnumerable<string>? BadSlowList([Parent] Contact contact) { yield return "one"; Thread.Sleep(3_000); }
            public static List<BadThing>? BadMany([Parent] Contact contact) => [.. Enumerable.Repeat(new BadThing(), 20_001)];
            public static BadThing? BadThing([Parent] Contact contact) => new();
            [BatchResolver] public static async Task<IReadOnlyList<int?>> BadCountAsync([Parent] IReadOnlyList<Contact> contacts, ICrmStore store, CancellationToken ct)
            {
                var all = await store.Query<Contact>().ToListAsync(ct);
                return contacts.Select(_ => (int?)all.Count).ToList();
            }
        }
        """;

    const string Things = """
        [AllowAnonymous] public sealed class BadThing
        {
            public string? Good => "good";
            public string Missing => null!;
            public string? Huge => new('x', 20_000_000);
            public string? Throwing => throw new InvalidOperationException("no luck either");
            public IEnumerable<int>? Lazy { get; } = Enumerable.Range(0, 3).Select(i => i / (1 - i));
        }
        """;

    const string Spinning = """
        public sealed class Spin : CrmPlugin;
        [ObjectType<Contact>, AllowAnonymous] public static class SpinFields
        {
            public static string? SpinGood([Parent] Contact contact) => "good";
            public static string? SpinOn([Parent] Contact contact)
            {
                lock (typeof(Spin)) AppContext.SetData("acme.spin.running", 1 + (int)(AppContext.GetData("acme.spin.running") ?? 0));
                while (AppContext.GetData("acme.spin") is true) Thread.Sleep(1);
                return "spun";
            }
        }
        """;

    public sealed class Bad : IDisposable
    {
        public Bad()
        {
            Folder.Compile("acme.bad", Source + Things);
            Folder.Compile("acme.spin", Spinning);
        }

        internal PluginsFolder Folder { get; } = new();

        public void Dispose() => Folder.Dispose();
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_field_that_throws_returns_garbage_or_sleeps_costs_itself_and_the_rest_arrives_in_time(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        var answer = await host.SendAsync("{ contacts(first: 1) { nodes { displayName badGood badThrow badGarbage badSleep } } }");
        var contact = answer.Data.GetProperty("contacts").GetProperty("nodes")[0];
        Assert.Equal(("Ana", "good"), (contact.GetProperty("displayName").GetString(), contact.GetProperty("badGood").GetString()));
        Assert.All(["badThrow", "badGarbage", "badSleep"], field => Assert.Equal(JsonValueKind.Null, contact.GetProperty(field).ValueKind));
        Assert.Equal(["badGarbage", "badSleep", "badThrow"], answer.Errors.Select(error => error.GetProperty("path")[3].GetString()).Order());
        Assert.All(answer.Errors, error => Assert.Equal("acme.bad", error.GetProperty("extensions").GetProperty("plugin").GetString()));
        Assert.Contains(answer.Errors, error => error.GetProperty("message").GetString()!.Contains("\"badSleep\" of plugin \"acme.bad\" 1.0.0 took longer than 0.3 s"));
    }

    [Fact]
    public async Task Lists_that_have_no_end_take_long_or_are_too_long_cost_their_field_and_getters_theirs()
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite);
        var answer = await host.SendAsync(
            "{ contacts(first: 1) { nodes { displayName badEndless badSlowList badMany { good } badThing { good throwing lazy } badNull: badThing { missing } } } }");
        var contact = answer.Data.GetProperty("contacts").GetProperty("nodes")[0];
        Assert.Equal("Ana", contact.GetProperty("displayName").GetString());
        Assert.All(["badEndless", "badSlowList", "badMany", "badNull"], field => Assert.Equal(JsonValueKind.Null, contact.GetProperty(field).ValueKind));
        Assert.Equal("""{"good":"good","throwing":null,"lazy":null}""", contact.GetProperty("badThing").GetRawText());
        Assert.Equal(
            ["badEndless", "badMany", "badSlowList", "lazy", "missing", "throwing"],
            answer.Errors.Select(error => error.GetProperty("path").EnumerateArray().Last().GetString()).Order(StringComparer.Ordinal));
        Assert.All(answer.Errors, error => Assert.Equal("acme.bad", error.GetProperty("extensions").GetProperty("plugin").GetString()));

        var huge = Assert.Single((await host.SendAsync("{ contacts(first: 1) { nodes { displayName badThing { huge } } } }")).Errors);
        Assert.Equal(("acme.bad", "RESPONSE_TOO_LARGE"), (huge.GetProperty("extensions").GetProperty("plugin").GetString(), huge.GetProperty("extensions").GetProperty("code").GetString()));
        Assert.Contains("contacts.nodes.0.badThing.huge (BadThing.huge)", huge.GetProperty("message").GetString());
    }

    [Fact]
    public async Task One_that_fails_for_each_of_its_parents_opens_its_breaker()
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite);
        for (var time = 0; time < 20; time++) Assert.Equal("INTERNAL_ERROR", await CodeAsync(host, "badThrow"));
        Assert.Equal("PLUGIN_UNAVAILABLE", await CodeAsync(host, "badGood"));
    }

    [Fact]
    public async Task One_that_loops_without_end_opens_its_breaker_and_others_go_on()
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite);
        AppContext.SetData("acme.spin", true);
        try
        {
            var spun = Enumerable.Range(0, 100).Select(_ => CodeAsync(host, "spinOn")).ToList();
            Assert.Null(await CodeAsync(host, "displayName"));
            Assert.All(await Task.WhenAll(spun), code => Assert.True(code is "PLUGIN_TIMEOUT" or "PLUGIN_UNAVAILABLE", code));
            Assert.InRange((int)AppContext.GetData("acme.spin.running")!, 2, Math.Max(4, 2 * Environment.ProcessorCount));
            Assert.Equal("PLUGIN_UNAVAILABLE", await CodeAsync(host, "spinGood"));
            Assert.Equal("OPEN", await BreakerAsync(host, "acme.spin"));
            host.Clock.Advance(TimeSpan.FromMinutes(2)); // As long as the calls go on it stays open.
            Assert.Equal("PLUGIN_UNAVAILABLE", await CodeAsync(host, "spinGood"));
            Assert.Null(await CodeAsync(host, "badGood"));
        }
        finally
        {
            AppContext.SetData("acme.spin", null);
        }
        await EnableAsync(host, "acme.spin");
        Assert.Equal("CLOSED", await BreakerAsync(host, "acme.spin"));
        Assert.Null(await CodeAsync(host, "spinGood"));
    }

    [Fact]
    public async Task A_breaker_lets_one_call_through_after_a_pause_and_closes_when_it_answers()
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite);
        for (var time = 0; time < 3; time++) await CodeAsync(host, "badSleep");
        Assert.Equal("OPEN", await BreakerAsync(host));
        await using var again = await StartAsync(DatabaseKind.Sqlite); // Another host isn't concerned.
        Assert.Null(await CodeAsync(again, "badGood"));

        for (var time = 0; time < 25; time++) await CodeAsync(again, "badGarbage");
        Assert.Equal("OPEN", await BreakerAsync(again));
        again.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("HALF_OPEN", await BreakerAsync(again));
        Assert.Null(await CodeAsync(again, "badGood"));
        Assert.Equal("CLOSED", await BreakerAsync(again));
    }

    [Fact]
    public async Task One_that_does_not_come_to_an_end_while_it_is_taken_in_is_left_out()
    {
        using var stuck = new PluginsFolder();
        string[] places = ["its constructor", "its ConfigureModel", "its ConfigureServices", "the Up of its migration StuckInitial"];
        foreach (var (number, place) in places.Index())
            stuck.Compile($"acme.stuck{number}", $$"""
                public sealed class Stuck : CrmPlugin
                {
                    public Stuck() => Sleep(0);
                    public override void ConfigureModel(ModelBuilder model) => Sleep(1);
                    public override void ConfigureServices(IServiceCollection services) => Sleep(2);
                    public static void Sleep(int place) { if (place == {{number}}) Thread.Sleep(2_000); }
                }
                [Migration("20260101000000_stuck")] public sealed class StuckInitial : Migration { protected override void Up(MigrationBuilder m) => Stuck.Sleep(3); }
                """);
        stuck.Compile("acme.other", "public sealed class Other : CrmPlugin;");
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            PluginsFolder = stuck.Root,
            Settings = new Dictionary<string, string?> { ["Crm:Plugins:MaxStartTime"] = "00:00:00.2" },
        });
        var plugins = (await host.QueryAsync("{ plugins { id status message } }")).GetProperty("plugins").EnumerateArray()
            .ToDictionary(plugin => plugin.GetProperty("id").GetString()!);
        Assert.Equal("ENABLED", plugins["acme.other"].GetProperty("status").GetString());
        foreach (var (number, place) in places.Index())
            Assert.StartsWith($"Plugin \"acme.stuck{number}\" was given up, because {place} took longer than 0.2 s.", plugins[$"acme.stuck{number}"].GetProperty("message").GetString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_an_administrator_enables_on_one_node_is_called_again_on_all(DatabaseKind kind)
    {
        using var moody = new PluginsFolder();
        moody.Compile("acme.moody", """
            public sealed class Moody : CrmPlugin;
            [ObjectType<Contact>, AllowAnonymous] public static class MoodyFields
            {
                [BatchResolver] public static IReadOnlyList<string?> Moody([Parent] IReadOnlyList<Contact> contacts) =>
                    AppContext.GetData("acme.moody") is true ? throw new InvalidOperationException("not today") : [.. contacts.Select(_ => "fine")];
            }
            """);
        moody.Compile("acme.other", "public sealed class Other : CrmPlugin;");
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var first = await StartAsync(kind, database);
        await using var second = await StartAsync(kind, database);
        await first.QueryAsync("""mutation { createContact(input: { givenName: "Ana" }) { contact { id } } }""");
        await FailAsync(second);
        Assert.Equal(("CLOSED", "OPEN"), (await BreakerAsync(first, "acme.moody"), await BreakerAsync(second, "acme.moody")));
        await EnableAsync(first, "acme.moody");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await BreakerAsync(second, "acme.moody") != "CLOSED") await Task.Delay(50, limit.Token);
        Assert.Null(await CodeAsync(second, "moody"));

        await FailAsync(second);
        var generations = second.Services.GetRequiredService<Server.Plugins.Generations>();
        var before = RevisionOf(generations);
        await EnableAsync(first, "acme.other");
        while (RevisionOf(generations) == before) await Task.Delay(50, limit.Token);
        Assert.Equal("OPEN", await BreakerAsync(second, "acme.moody")); // What is decided about another plugin is no news of this one.

        async Task<CrmTestHost> StartAsync(DatabaseKind kind, TestDatabase shared) => await CrmTestHost.StartAsync(
            new CrmTestOptions { Database = kind, SharedDatabase = shared, PluginsFolder = moody.Root });

        static async Task FailAsync(CrmTestHost host)
        {
            AppContext.SetData("acme.moody", true);
            for (var time = 0; time < 20; time++) await CodeAsync(host, "moody");
            AppContext.SetData("acme.moody", null);
        }
    }

    static Task<JsonElement> EnableAsync(CrmTestHost host, string plugin) =>
        host.QueryAsync("mutation($id: String!) { pluginEnable(input: { id: $id }) { errors { ... on Error { message } } } }", new { id = plugin });

    static long RevisionOf(Server.Plugins.Generations generations)
    {
        using var lease = generations.Lease();
        return lease.Generation.Revision;
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_a_field_costs_is_in_the_report_with_its_statements_and_rows(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = "{ contacts(first: 1) { nodes { badGood badCount } } }" }),
            Headers = { { "GraphQL-Cost", "report" } },
        };
        using var response = await host.Client.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        var fields = answer.GetProperty("extensions").GetProperty("cost").GetProperty("plugins").GetProperty("acme.bad");
        Assert.Equal(0, fields.GetProperty("Contact.badGood").GetProperty("statements").GetInt32());
        var count = fields.GetProperty("Contact.badCount");
        Assert.Equal((1, 1, 3), (count.GetProperty("calls").GetInt32(), count.GetProperty("statements").GetInt32(), count.GetProperty("rows").GetInt32()));

        var cost = (await host.QueryAsync("{ plugins { cost { calls statements rows } } }")).GetProperty("plugins")[0].GetProperty("cost");
        Assert.Equal((2, 1, 3), (cost.GetProperty("calls").GetInt32(), cost.GetProperty("statements").GetInt32(), cost.GetProperty("rows").GetInt32()));
    }

    async Task<CrmTestHost> StartAsync(DatabaseKind kind)
    {
        var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            Database = kind,
            PluginsFolder = bad.Folder.Root,
            Settings = new Dictionary<string, string?> { ["Crm:GraphQL:MaxPluginFieldTime"] = "00:00:00.3", ["Crm:Plugins:WarmUp"] = "true" },
        });
        foreach (var name in new[] { "Ben", "Cleo", "Ana" })
            await host.QueryAsync("mutation($name: String!) { createContact(input: { givenName: $name }) { contact { id } } }", new { name });
        return host;
    }

    static async Task<string?> CodeAsync(CrmTestHost host, string field)
    {
        var answer = await host.SendAsync($"{{ contacts(first: 1) {{ nodes {{ {field} }} }} }}");
        return answer.Errors.Count == 0 ? null : answer.Errors[0].GetProperty("extensions").GetProperty("code").GetString();
    }

    static async Task<string?> BreakerAsync(CrmTestHost host, string id = "acme.bad") => (await host.QueryAsync("{ plugins { id breaker } }")).GetProperty("plugins")
        .EnumerateArray().Single(plugin => plugin.GetProperty("id").GetString() == id).GetProperty("breaker").GetString();
}
