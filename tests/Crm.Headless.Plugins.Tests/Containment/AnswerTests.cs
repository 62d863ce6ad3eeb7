using System.Net.Http.Json;
using System.Text.Json;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server.Plugins.Containment;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.Containment;

/// <summary>Wherever code of a plugin runs while an answer is made, it runs within its time, and the rest arrives.</summary>
public sealed class AnswerTests(AnswerTests.Odd odd) : IClassFixture<AnswerTests.Odd>
{
    const string Source = """
        public sealed class Odd : CrmPlugin
        {
            /// <summary>Sleeps longer than anybody waits, in the place that a test names.</summary>
            public static void Doze(string place) { if (AppContext.GetData("acme.odd") as string == place) Thread.Sleep(3_000); }
            public override void ConfigureModel(ModelBuilder model) => model.Entity<OddRow>().ToTable("odd_rows");
            public override void ConfigureServices(IServiceCollection services) => services.AddScoped<IRowPolicy<Contact>, OddPolicy>();
        }
        [Node, VisibleToAll, AllowAnonymous] public sealed class OddRow { public Guid Id { get; set; } public Guid ContactId { get; set; } }
        [Migration("20260101000000_odd")] public sealed class OddInitial : Migration
        {
            protected override void Up(MigrationBuilder m) => m.CreateTable("odd_rows", table => new { id = table.Column<Guid>(), contact_id = table.Column<Guid>() },
                constraints: table => table.PrimaryKey("pk_odd_rows", row => row.id));
        }
        public sealed class OddPolicy : IRowPolicy<Contact>
        {
            public System.Linq.Expressions.Expression<Func<Contact, bool>>? Visible(IRowPolicyContext context) { Odd.Doze("policy"); return null; }
        }
        public sealed record OddInput
        {
            public OddInput(string text) { Odd.Doze("input"); Text = text; }
            public string Text { get; }
        }
        [AllowAnonymous] public class OddThing
        {
            public virtual string? Virtual { get; init; } = "plain";
            public string? Good => "good";
            public List<Guid>? Ids { get; } = [];
        }
        public sealed class OddOther : OddThing { public override string? Virtual { get { Odd.Doze("virtual"); return "other"; } } }
        public sealed record OddPayload(string Given) { public string? Computed { get { Odd.Doze("payload"); return Given; } } }
        public sealed class OddException : CrmException
        {
            public OddException() : base("ODD", "Odd.") { }
            public override string Message { get { Odd.Doze("message"); return base.Message; } }
        }
        [ObjectType<Contact>, AllowAnonymous] public static class OddFields
        {
            public static string? OddEcho([Parent] Contact contact, OddInput input) => input.Text;
            public static OddThing? OddThing([Parent] Contact contact) => new OddOther();
            [BatchResolver] public static IEnumerable<string?> OddMany([Parent] IReadOnlyList<Contact> contacts) { while (true) yield return "more"; }
            [Join(nameof(Contact.Id), nameof(OddRow.ContactId)), UseFiltering] public static IQueryable<OddRow> OddRows(IQueryable<OddRow> rows)
            { Odd.Doze("rows"); return rows.Where(row => row.ContactId != Guid.Empty); }
        }
        [QueryType, AllowAnonymous] public static class OddQueries
        {
            [NodeResolver] public static IReadOnlyDictionary<Guid, OddRow> OddRow([Parent] IReadOnlyList<Guid> ids)
            { Odd.Doze("node"); return ids.ToDictionary(id => id, id => new OddRow { Id = id }); }
        }
        [MutationType, AllowAnonymous] public static class OddMutations
        {
            [Error<OddException>] public static OddPayload OddAct(string given) => given == "odd" ? throw new OddException() : new(given);
        }
        [SubscriptionType, AllowAnonymous] public static class OddSubscriptions
        {
            [Subscribe, Topic("contactChanged")] public static string? OddNews([EventMessage] ContactChanged e) { Odd.Doze("event"); return e.Contact.DisplayName; }
        }
        """;

    public sealed class Odd() : CompiledPlugin("acme.odd", Source);

    const string Core = "contacts(first: 1) { nodes { displayName";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Inputs_payloads_nodes_filters_and_policies_have_their_time_and_the_rest_arrives(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        var node = GlobalIdOf("OddRow");
        (string Place, string Document, object? Variables, string? Left)[] places =
        [
            ("input", $$"""{ {{Core}} oddEcho(input: { text: "a" }) } } }""", null, "Ana"),
            ("input", $$"""query($input: OddInput!) { {{Core}} oddEcho(input: $input) } } }""", new { input = new { text = "a" } }, null),
            ("virtual", $$"""{ {{Core}} oddThing { good virtual ids } } } }""", null, "good"),
            ("payload", """mutation { oddAct(input: { given: "given" }) { given computed } }""", null, "given"),
            ("message", """mutation { oddAct(input: { given: "odd" }) { given errors { ... on OddError { message } } } }""", null, "oddAct"),
            ("node", $$"""{ node(id: "{{node}}") { id } {{Core}} } } }""", null, "Ana"),
            ("rows", $$"""{ contacts(where: { oddRows: { any: false } }) { nodes { displayName } } contactsCount: changes(first: 1) { __typename } }""", null, null),
            ("policy", $$"""{ {{Core}} } } }""", null, null),
        ];
        foreach (var (place, document, variables, left) in places)
        {
            AppContext.SetData("acme.odd", place);
            var answer = await host.SendAsync(document, variables);
            AppContext.SetData("acme.odd", null);
            Assert.True(answer.Errors.Count == 1, $"{place}: {answer}");
            Assert.True(answer.Codes[0] == "PLUGIN_TIMEOUT", $"{place}: {answer}");
            Assert.Equal(("PLUGIN_TIMEOUT", "acme.odd"), (answer.Codes[0], answer.Errors[0].GetProperty("extensions").GetProperty("plugin").GetString()));
            Assert.Contains("plugin \"acme.odd\" 1.0.0 took longer than 0.3 s", answer.Messages[0]);
            if (left is not null) Assert.Contains(left, answer.Data.GetRawText());
            host.Services.GetRequiredService<PluginBreakers>().Reset("acme.odd");
            Assert.Empty((await host.SendAsync(document, variables)).Errors);
        }
        var many = await host.SendAsync($$"""{ {{Core}} oddMany } } }""");
        Assert.Contains("Ana", many.Data.GetRawText());
        Assert.Equal("INTERNAL_ERROR", Assert.Single(many.Codes));
    }

    [Fact]
    public async Task A_subscription_that_sleeps_at_an_event_says_so_in_its_answer_and_goes_on()
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "subscription { oddNews }" }) };
        request.Headers.Accept.Add(new("text/event-stream"));
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        using var stream = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
        AppContext.SetData("acme.odd", "event");
        await AddAsync(host, "Bea");
        Assert.Equal("PLUGIN_TIMEOUT", (await NextAsync(stream, limit.Token)).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        AppContext.SetData("acme.odd", null);
        await AddAsync(host, "Cleo");
        Assert.Equal("Cleo", (await NextAsync(stream, limit.Token)).GetProperty("data").GetProperty("oddNews").GetString());
    }

    async Task<CrmTestHost> StartAsync(DatabaseKind kind)
    {
        AppContext.SetData("acme.odd", null);
        var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            Database = kind,
            PluginsFolder = odd.Folder.Root,
            Settings = new Dictionary<string, string?> { ["Crm:GraphQL:MaxPluginFieldTime"] = "00:00:00.3", ["Crm:Plugins:WarmUp"] = "true" },
        });
        await AddAsync(host, "Ana");
        var plugin = JsonSerializer.Serialize(await host.QueryAsync("{ plugins { status message } }"));
        Assert.True(plugin.Contains("ENABLED", StringComparison.Ordinal), plugin);
        return host;
    }

    static Task<JsonElement> AddAsync(CrmTestHost host, string name) =>
        host.QueryAsync("mutation($name: String!) { createContact(input: { givenName: $name }) { contact { id } } }", new { name });

    static async Task<JsonElement> NextAsync(StreamReader stream, CancellationToken ct)
    {
        while (await stream.ReadLineAsync(ct) is { } line)
            if (line.StartsWith("data: {", StringComparison.Ordinal)) return JsonDocument.Parse(line["data: ".Length..]).RootElement;
        throw new InvalidOperationException("The stream has ended.");
    }

    static string GlobalIdOf(string type) => GraphQL.GlobalId.Format(type, Guid.CreateVersion7());
}
