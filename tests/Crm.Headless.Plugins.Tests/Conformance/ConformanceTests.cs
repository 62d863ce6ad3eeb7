using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;

namespace Crm.Headless.Plugins.Tests.Conformance;

/// <summary>The kit finds what is wrong with a plugin, and nothing where nothing is.</summary>
public sealed class ConformanceTests : IDisposable
{
    const string Table = """
        [VisibleWith<Contact>(nameof(ContactId))] public sealed class BadRow { public Guid Id { get; set; } public Guid ContactId { get; set; } public string Note { get; set; } = ""; }
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

    const string Model = "public sealed class Bad : CrmPlugin { public override void ConfigureModel(ModelBuilder model) => model.Entity<BadRow>().ToTable(\"bad_rows\"); }";

    const string People = """
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

    readonly PluginsFolder _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Theory]
    [InlineData("crm.loyalty"), InlineData("acme.hello")]
    public async Task A_good_plugin_conforms(string id)
    {
        _plugins.Drop(id == "acme.hello" ? PluginsFolder.BuiltHello : PluginsFolder.BuiltPlugin(id));
        await PluginConformance.CheckAsync(id, new() { PluginsFolder = _plugins.Root });
    }

    [Fact]
    public Task A_field_without_a_policy() => Expect("Contact.badName", "[Authorize", """
        public sealed class Bad : CrmPlugin;
        [ObjectType<Contact>] public static class BadFields { public static string? BadName([Parent] Contact contact) => "bad"; }
        """);

    [Fact]
    public Task A_field_on_a_core_type_that_is_never_null() => Expect("Contact.badName", "nullable", """
        public sealed class Bad : CrmPlugin;
        [ObjectType<Contact>, AllowAnonymous] public static class BadFields { public static string BadName([Parent] Contact contact) => "bad"; }
        """);

    [Fact]
    public Task A_type_without_the_prefix() => Expect("Thing", "prefix", """
        public sealed class Bad : CrmPlugin;
        public sealed record Thing(string Name);
        [QueryType, AllowAnonymous] public static class BadQueries { public static Thing? BadThing() => null; }
        """);

    [Fact]
    public Task Statements_for_each_row() => Expect("The field Contact.badCount sends 5 statements for 5 rows and 40 for 40 (N+1)", "[BatchResolver]", """
        public sealed class Bad : CrmPlugin;
        [ObjectType<Contact>, AllowAnonymous] public static class BadFields
        {
            /// <summary>How many.</summary>
            [BatchResolver] public static async Task<IReadOnlyList<int?>> BadCountAsync([Parent] IReadOnlyList<Contact> contacts, ICrmStore store, CancellationToken ct)
            {
                var counts = new List<int?>();
                foreach (var contact in contacts) counts.Add(await store.Query<Interaction>().CountAsync(row => row.ContactId == contact.Id, ct));
                return counts;
            }
        }
        """);

    [Fact]
    public Task Migrations_that_do_not_make_the_tables_of_the_model() => Expect(
        "The model has \"bad_rows.note TEXT notnull=1 pk=0\" and the migrated database hasn't (Sqlite)", "Write a migration that makes it",
        (Model + Table).Replace(", note = table.Column<string>() }", " }"));

    [Fact]
    public Task Migrations_that_can_not_be_taken_back() => Expect("The Down of the migrations leaves \"bad_rows", "Drop in Down what Up made",
        (Model + Table).Replace("m.DropTable(\"bad_rows\")", "m.Sql(\"SELECT 1\")"));

    [Fact]
    public Task Rows_about_contacts_of_which_it_says_nothing() => Expect("doesn't say what becomes of them", "IPersonLifecycle", Model + Table);

    [Fact]
    public Task Rows_that_still_tell_of_somebody_who_was_forgotten() => Expect(
        "bad_rows.note still tells of a person who was forgotten", "EraseAsync", Model + Table + People);

    [Fact]
    public Task Rows_that_are_not_given_back_when_people_are_separated() => Expect(
        "merged and separated again don't export the same", "UnmergeAsync", Model + Table + People
            .Replace("Task MergeAsync(ContactMerge merge, CancellationToken ct) => Task.CompletedTask", """
                Task MergeAsync(ContactMerge merge, CancellationToken ct)
                {
                    store.Add(new BadRow { Id = Guid.NewGuid(), ContactId = merge.SurvivorId, Note = "merged" });
                    return Task.CompletedTask;
                }
                public Task Nothing() => Task.CompletedTask
                """)
            .Replace("Task.FromResult<object?>(null)", "Rows(contactId, ct)")
            .Replace("public Task EraseAsync", "async Task<object?> Rows(Guid id, CancellationToken ct) => await store.Query<BadRow>().CountAsync(row => row.ContactId == id, ct);\npublic Task EraseAsync"));

    [Fact]
    public Task A_merge_that_fails() => Expect("Two contacts can't be merged", "MergeAsync", Model + Table + People.Replace(
        "public Task MergeAsync(ContactMerge merge, CancellationToken ct) => Task.CompletedTask",
        "public Task MergeAsync(ContactMerge merge, CancellationToken ct) => throw new InvalidOperationException(\"no merge\")"));

    [Fact]
    public Task A_timer_that_is_left_behind() => Expect("\"acme.bad\" stays in memory", "Timer", """
        public sealed class Bad : CrmPlugin
        {
            public override void ConfigureServices(IServiceCollection services) => services.AddSingleton<BadClock>();
        }
        public sealed class BadClock { readonly Timer _timer; public BadClock() => _timer = new Timer(_ => GC.KeepAlive(this), null, 1000, 1000); }
        [ObjectType<Contact>, AllowAnonymous] public static class BadFields
        {
            /// <summary>Ticks.</summary>
            [BatchResolver] public static IReadOnlyList<string?> BadTick([Parent] IReadOnlyList<Contact> contacts, BadClock clock) => contacts.Select(_ => (string?)clock.ToString()).ToList();
        }
        """);

    [Fact]
    public Task A_field_without_a_description() => Expect("The field Contact.badName has no description", "///", """
        public sealed class Bad : CrmPlugin;
        [ObjectType<Contact>, AllowAnonymous] public static class BadFields { public static string? BadName([Parent] Contact contact) => "bad"; }
        """);

    async Task Expect(string place, string remedy, string source)
    {
        _plugins.Compile("acme.bad", source);
        var findings = await PluginConformance.FindAsync("acme.bad", new() { PluginsFolder = _plugins.Root }, [DatabaseKind.Sqlite]);
        Assert.Contains(findings, finding => finding.Contains(place) && remedy.Split('|').Any(word => finding.Contains(word)));
    }
}
