using System.Text.Json;
using Crm.Headless.Plugins.Tests.Life;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Access;

/// <summary>Plugins mask values of their own and of core's types, and take rows of core away; what core hides stays hidden.</summary>
public sealed class MaskTests(MaskTests.Veil veil) : IClassFixture<MaskTests.Veil>
{
    const string Source = """
        [Masks<Contact>(nameof(Contact.JobTitle), "veil:details"), Masks<Contact>(nameof(Contact.Language), "veil:details", Mask = PersonalDataMask.Null)]
        public sealed class Veil : CrmPlugin
        {
            public override void ConfigureModel(ModelBuilder model) => model.Entity<VeilScore>().ToTable("veil_scores");
            public override void ConfigureServices(IServiceCollection services) => services.AddScoped<IRowPolicy<Contact>, VeilPolicy>();
        }
        public sealed class VeilPolicy : IRowPolicy<Contact>
        {
            public System.Linq.Expressions.Expression<Func<Contact, bool>>? Visible(IRowPolicyContext context) =>
                context.Actor.Has("veil:details") ? null : contact => contact.Source != "veiled";
        }
        [VisibleWith<Contact>(nameof(ContactId)), Authorize("veil:read")] public sealed class VeilScore
        {
            [GraphQLIgnore] public Guid Id { get; set; }
            [GraphQLIgnore] public Guid ContactId { get; set; }
            [MaskedWithout("veil:scores")] public int? Score { get; set; }
            [MaskedWithout("veil:scores")] public string Note { get; set; } = "";
            public string Open { get; set; } = "";
            public string? Whole => Note + Open;
        }
        [Migration("20260101000000_veil")] public sealed class VeilInitial : Migration
        {
            protected override void Up(MigrationBuilder m) => m.CreateTable("veil_scores",
                table => new { id = table.Column<Guid>(), contact_id = table.Column<Guid>(), score = table.Column<int>(nullable: true), note = table.Column<string>(), open = table.Column<string>() },
                constraints: table => table.PrimaryKey("pk_veil_scores", row => row.id));
        }
        [ObjectType<Contact>] public static class VeilFields
        {
            [Join(nameof(Contact.Id), nameof(VeilScore.ContactId)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("veil:read")]
            public static IQueryable<VeilScore> GetVeilScore(IQueryable<VeilScore> scores) => scores;
        }
        public sealed class VeilHandler(ICrmStore store) : IEventHandler<ContactChanged>
        {
            public Task HandleAsync(ContactChanged e, CancellationToken ct)
            {
                if (e.Change == ChangeKind.Created) store.Add(new VeilScore { Id = Guid.NewGuid(), ContactId = e.Contact.Id, Score = 7, Note = "secret", Open = "open" });
                return Task.CompletedTask;
            }
        }
        """;

    const string All = "contacts(first: 5, order: [{createdAt: ASC}]) { nodes { displayName jobTitle language veilScore { score note open whole } } totalCount }";

    public sealed class Veil() : CompiledPlugin("acme.veil", Source);

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Each_principal_sees_what_it_has_the_scopes_for_and_neither_filters_orders_searches_nor_compares_by_the_rest(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { Database = kind, PluginsFolder = veil.Folder.Root });
        var id = await AddAsync(host, "Ada", "shop");
        var veiled = await AddAsync(host, "Ben", "veiled");
        await host.HandledAsync();

        string[] usual = ["contacts:read", "contacts:write", "veil:read"];
        var plain = await host.CreateKeyAsync([.. usual, "personal-data:read"]);
        var detailed = await host.CreateKeyAsync([.. usual, "personal-data:read", "veil:details"]);
        var scoring = await host.CreateKeyAsync([.. usual, "personal-data:read", "veil:scores"]);
        var blind = await host.CreateKeyAsync([.. usual, "veil:details", "veil:scores"]);

        Assert.Equal(["Ada Engineer zh 7 secret open secretopen", "Ben Engineer zh 7 secret open secretopen"], await RowsAsync(host, host.AdminKey));
        Assert.Equal(["Ada E*** null null s*** open s***"], await RowsAsync(host, plain));
        Assert.Equal(["Ada Engineer zh null s*** open s***", "Ben Engineer zh null s*** open s***"], await RowsAsync(host, detailed));
        Assert.Equal(["Ada E*** null 7 secret open secretopen"], await RowsAsync(host, scoring));
        Assert.Equal(["A*** E*** zh 7 secret open secretopen", "B*** E*** zh 7 secret open secretopen"], await RowsAsync(host, blind)); // Core's mask stays.

        string[] refused =
        [
            "where: {language: {eq: \"zh\"}}", "where: {jobTitle: {startsWith: \"E\"}}", "order: [{jobTitle: ASC}]", "order: [{language: ASC}]",
            "where: {veilScore: {score: {gte: 7}}}", "where: {veilScore: {note: {eq: \"secret\"}}}", "order: [{veilScore: {score: ASC}}]",
        ];
        foreach (var argument in refused)
        {
            Assert.False((await host.SendAsync($"{{ contacts({argument}) {{ totalCount }} }}", credential: plain)).Data.ValueKind == JsonValueKind.Object, argument);
            Assert.Equal(2, (await host.QueryAsync($"{{ contacts({argument}) {{ totalCount }} }}")).GetProperty("contacts").GetProperty("totalCount").GetInt32());
        }
        Assert.Equal("""{"a":{"jobTitle":"E***"},"b":null}""", (await NodesAsync(host, id, veiled, plain)).GetRawText());
        Assert.Equal("""{"a":{"jobTitle":"Engineer"},"b":{"jobTitle":"Engineer"}}""", (await NodesAsync(host, id, veiled, detailed)).GetRawText());
        Assert.Equal((0, 2), (await FoundAsync(host, plain), await FoundAsync(host, detailed)));
        Assert.Equal((true, false), (await ComparesAsync(host, id, detailed), await ComparesAsync(host, id, plain)));
    }

    [Fact]
    public async Task A_new_mask_on_a_field_of_core_breaks_clients_and_has_to_be_accepted_and_one_of_nothing_is_refused()
    {
        await using var host = await CrmTestHost.StartAsync();
        Assert.Contains("Field \"Contact.language\" is masked without the scope veil:details.", await host.InstallAsync(veil.Folder.Pack("acme.veil")).ErrorAsync());
        using var folder = new PluginsFolder();
        folder.Compile("acme.wrong", """[Masks<Contact>("Nothing", "wrong:read")] public sealed class Wrong : CrmPlugin;""");
        Assert.Contains("names \"Nothing\", which is no property of Contact that the API shows", await host.InstallAsync(folder.Pack("acme.wrong")).ErrorAsync());
    }

    static async Task<string> AddAsync(CrmTestHost host, string name, string source)
    {
        var made = await host.QueryAsync(
            "mutation($input: CreateContactInput!) { createContact(input: $input) { contact { id } errors { ... on Error { message } } } }",
            new { input = new { givenName = name, jobTitle = "Engineer", language = "zh", source } });
        return made.GetProperty("createContact").GetProperty("contact").GetProperty("id").GetString()!;
    }

    static async Task<string[]> RowsAsync(CrmTestHost host, string key)
    {
        var answer = await host.SendAsync($"{{ {All} }}", credential: key);
        Assert.True(answer.Errors.Count == 0, answer.ToString());
        return [.. answer.Data.GetProperty("contacts").GetProperty("nodes").EnumerateArray().Select(Text)];
    }

    static string Text(JsonElement row) => string.Join(' ', row.EnumerateObject().Select(member => member.Value.ValueKind switch
    {
        JsonValueKind.Object => Text(member.Value),
        JsonValueKind.String => member.Value.GetString(),
        _ => member.Value.GetRawText(),
    }));

    static async Task<JsonElement> NodesAsync(CrmTestHost host, string a, string b, string key) => (await host.SendAsync(
        "query($a: ID!, $b: ID!) { a: node(id: $a) { ... on Contact { jobTitle } } b: node(id: $b) { ... on Contact { jobTitle } } }", new { a, b }, key)).Data;

    static async Task<int> FoundAsync(CrmTestHost host, string key) =>
        (await host.SendAsync("{ search(text: \"A\", kinds: [CONTACT]) { __typename } more: search(text: \"Ada\") { __typename } }", credential: key)).Data
            .EnumerateObject().Sum(found => found.Value.GetArrayLength());

    /// <summary>Whether a change of the job title is let in, which tells what it was.</summary>
    static async Task<bool> ComparesAsync(CrmTestHost host, string id, string key)
    {
        var answer = await host.SendAsync(
            "mutation($input: UpdateContactInput!) { updateContact(input: $input) { contact { version } errors { __typename } } }",
            new { input = new { id, jobTitle = "Engineer" } }, key);
        return answer.Data.GetProperty("updateContact").GetProperty("contact").ValueKind == JsonValueKind.Object;
    }
}
