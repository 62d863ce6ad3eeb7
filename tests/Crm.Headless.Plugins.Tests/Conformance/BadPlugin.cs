using System.Text.Json.Nodes;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;

namespace Crm.Headless.Plugins.Tests.Conformance;

/// <summary>A plugin that does all wrong that still works, and what the kit says of it.</summary>
public sealed class BadPlugin : IAsyncLifetime
{
    internal const string Table = """
        [VisibleToAll, AllowAnonymous] public sealed class BadRow { [ID] public Guid Id { get; set; } [GraphQLIgnore] public Guid ContactId { get; set; } public string? Note { get; set; } = ""; }
        [Migration("20260101000000_bad")] public sealed class BadInitial : Migration
        {
            protected override void Up(MigrationBuilder m) => m.CreateTable("bad_rows",
                table => new { id = table.Column<Guid>(), contact_id = table.Column<Guid>(), note = table.Column<string>() }, constraints: table => table.PrimaryKey("pk_bad_rows", row => row.id));
            protected override void Down(MigrationBuilder m) => m.DropTable("bad_rows");
        }
        public sealed class BadHandler(ICrmStore store) : IEventHandler<ContactChanged>
        {
            public Task HandleAsync(ContactChanged e, CancellationToken ct)
            {
                if (e.Change == ChangeKind.Created) store.Add(new BadRow { Id = Guid.NewGuid(), ContactId = e.Contact.Id, Note = e.Contact.GivenName ?? "" });
                return Task.CompletedTask;
            }
        }
        """;

    internal const string Model = """
        public sealed class Bad : CrmPlugin
        {
            public override void ConfigureModel(ModelBuilder model) => model.Entity<BadRow>(row => { row.ToTable("bad_rows"); row.Property(r => r.Note).IsRequired(); });
            public override void ConfigureServices(IServiceCollection services) => Add(services);
            static void Add(object services) { }
        }
        """;

    internal const string People = """
        public sealed class BadPeople(ICrmStore store) : IPersonLifecycle
        {
            public ICrmStore Store => store;
            public Task<IReadOnlyDictionary<string, long>> CountAsync(Guid contactId, CancellationToken ct) => Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long>());
            public Task MergeAsync(ContactMerge merge, CancellationToken ct) => Task.CompletedTask;
            public Task UnmergeAsync(ContactMerge merge, CancellationToken ct) => Task.CompletedTask;
            public Task<object?> ExportAsync(Guid contactId, CancellationToken ct) => Task.FromResult<object?>(null);
            public Task EraseAsync(Guid contactId, CancellationToken ct) => Task.CompletedTask;
        }
        """;

    const string Fields = """
        [PluginSettings] public sealed class BadSettings
        {
            [System.ComponentModel.DataAnnotations.Range(1, 5)] public int Retries { get; init; } = 9;
            public string ApiToken { get; init; } = "";
        }
        public enum BadMood { Gloomy }
        public sealed class BadClock { readonly Timer _timer; public BadClock() => _timer = new Timer(_ => GC.KeepAlive(this), null, 1000, 1000); }
        [ObjectType<Contact>, AllowAnonymous] public static class BadFields
        {
            [BatchResolver] public static async Task<IReadOnlyList<int?>> BadCountAsync([Parent] IReadOnlyList<Contact> contacts, ICrmStore store, CancellationToken ct)
            {
                var counts = new List<int?>();
                foreach (var contact in contacts) counts.Add(await store.Query<Interaction>().CountAsync(row => row.ContactId == contact.Id, ct));
                return counts;
            }
            [Join(nameof(Contact.Id), nameof(BadRow.ContactId)), UseSingleOrDefault] public static IQueryable<BadRow> GetBadRow(IQueryable<BadRow> rows) => rows;
        }
        [ObjectType<BadRow>] public static class BadRowFields
        {
            [BatchResolver] public static async Task<IReadOnlyList<int?>> TwinAsync([Parent] IReadOnlyList<BadRow> rows, ICrmStore store, CancellationToken ct)
            {
                var counts = new List<int?>();
                foreach (var row in rows) counts.Add(await store.Query<BadRow>().CountAsync(other => other.Note == row.Note, ct));
                return counts;
            }
        }
        [QueryType, AllowAnonymous] public static class BadQueries
        {
            [UsePaging] public static IQueryable<BadRow> GetBadRows(IQueryable<BadRow> rows) => rows;
            public static async Task<IReadOnlyList<string>?> BadNotesAsync(ICrmStore store, CancellationToken ct)
            {
                var notes = new List<string>();
                foreach (var id in await store.Query<Account>().Select(account => account.Id).ToListAsync(ct))
                    notes.Add(await store.Query<Account>().AnyAsync(account => account.Id == id, ct) ? "seen" : "");
                return notes;
            }
            public static async Task<IReadOnlyList<string?>?> BadFindAsync(string word, ICrmStore store, CancellationToken ct) =>
                await store.Query<BadRow>().Where(row => row.Note != word).Select(row => row.Note).ToListAsync(ct);
            public static string? BadBreak() => throw new InvalidOperationException("broken");
            public static BadMood? BadMood(BadClock clock) => clock is null ? null : global::BadMood.Gloomy;
        }
        [Migration("20260102000000_bad_moods")] public sealed class BadMoods : Migration
        {
            protected override void Up(MigrationBuilder m)
            {
                m.AddColumn<int>("mood", "bad_rows", defaultValue: 0);
                m.CreateIndex("ix_bad_rows_mood", "bad_rows", "mood", unique: true);
            }
            protected override void Down(MigrationBuilder m)
            {
                m.DropIndex("ix_bad_rows_mood", "bad_rows");
                m.DropColumn("mood", "bad_rows");
            }
        }
        """;

    readonly PluginsFolder _plugins = new();

    public IReadOnlyList<string> Findings { get; private set; } = [];

    public async Task InitializeAsync()
    {
        var source = Model.Replace("static void Add(object services) { }", "static void Add(IServiceCollection services) => services.AddSingleton<BadClock>();")
                .Replace("IsRequired();", "IsRequired(); row.HasIndex(r => r.Mood).IsUnique();")
            + Table.Replace("public string? Note", "[GraphQLIgnore] public int Mood { get; set; } = Random.Shared.Next(); public string? Note")
            + People
                .Replace("Task MergeAsync(ContactMerge merge, CancellationToken ct) => Task.CompletedTask", """
                    Task MergeAsync(ContactMerge merge, CancellationToken ct)
                    {
                        store.Add(new BadRow { Id = Guid.NewGuid(), ContactId = merge.SurvivorId, Note = "merged" });
                        return Task.CompletedTask;
                    }
                    async Task<object?> MergedAsync(Guid id, CancellationToken ct) =>
                        await store.Query<BadRow>().AnyAsync(row => row.ContactId == id && row.Note == "merged", ct) ? "merged" : null
                    """)
                .Replace("Task.FromResult<object?>(null)", "MergedAsync(contactId, ct)")
            + Fields;
        _plugins.Compile("acme.bad", source, manifest => manifest["settings"] = JsonNode.Parse("""{ "properties": { "retries": { "description": "How often." }, "apiToken": {} } }"""));
        Findings = await PluginConformance.FindAsync(
            "acme.bad", new() { PluginsFolder = _plugins.Root, Settings = new Dictionary<string, string?> { ["Crm:Plugins:Settings:acme.bad:retries"] = "3" } }, [DatabaseKind.Sqlite]);
    }

    public Task DisposeAsync()
    {
        _plugins.Dispose();
        return Task.CompletedTask;
    }
}
