using System.Net.Http.Headers;
using System.Text.Json;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;

namespace Crm.Headless.Plugins.Tests.Life;

/// <summary>Versions of one plugin, compiled once for all tests, and what tests do with packages.</summary>
static class Shelf
{
    public const string Id = "acme.shelf";

    const string First = """
        public sealed class Shelf : CrmPlugin
        {
            public override void ConfigureModel(ModelBuilder model) => model.Entity<ShelfItem>().ToTable("shelf_items");
        }
        [VisibleWith<Contact>(nameof(ContactId))] public sealed class ShelfItem { public Guid Id { get; set; } public Guid ContactId { get; set; } public string Note { get; set; } = ""; }
        [Migration("20260101000000_shelf")] public sealed class ShelfInitial : Migration
        {
            protected override void Up(MigrationBuilder m) => m.CreateTable("shelf_items",
                table => new { id = table.Column<Guid>(), contact_id = table.Column<Guid>(), note = table.Column<string>() },
                constraints: table => table.PrimaryKey("pk_shelf_items", row => row.id));
        }
        public sealed class ShelfHandler(ICrmStore store) : IEventHandler<ContactChanged>
        {
            public Task HandleAsync(ContactChanged e, CancellationToken ct)
            {
                if (e.Change == ChangeKind.Created) store.Add(new ShelfItem { Id = Guid.NewGuid(), ContactId = e.Contact.Id, Note = "VERSION" });
                return Task.CompletedTask;
            }
        }
        [ObjectType<Contact>, AllowAnonymous] public static class ShelfFields
        {
            public static string? ShelfVersion([Parent] Contact contact) => "VERSION";
        }
        [QueryType, AllowAnonymous] public static class ShelfQueries
        {
            public static async Task<int?> ShelfCountAsync(ICrmStore store, CancellationToken ct) => await store.Query<ShelfItem>().CountAsync(ct);
        }
        """;

    /// <summary>Adds a column and a field.</summary>
    const string More = """
        [Migration("20260201000000_shelf_place")] public sealed class ShelfPlace : Migration
        {
            protected override void Up(MigrationBuilder m) => m.AddColumn<string>("place", "shelf_items", nullable: true);
        }
        [ObjectType<Contact>, AllowAnonymous] public static class ShelfMoreFields
        {
            public static string? ShelfPlace([Parent] Contact contact) => "left";
        }
        """;

    static readonly Dictionary<string, byte[]> Packages = [];
    static readonly Lock Making = new();

    public static byte[] One => Make("1.0.0", First.Replace("VERSION", "one"));

    /// <summary>Another package, which says that it is version 1 as well.</summary>
    public static byte[] OtherOne => Make("1.0.0", First.Replace("VERSION", "other"));

    public static byte[] Two => Make("2.0.0", First.Replace("VERSION", "two") + More);

    /// <summary>Lacks the field that version 1 has.</summary>
    public static byte[] Three => Make("3.0.0", (First.Replace("VERSION", "three") + More).Replace("ShelfVersion(", "ShelfOther("));

    /// <summary>Its second migration can't be run: the first of its steps can.</summary>
    public static byte[] BadMigration => Make("2.1.0", First.Replace("VERSION", "bad") + More + """
        [Migration("20260301000000_shelf_bad")] public sealed class ShelfBad : Migration
        {
            protected override void Up(MigrationBuilder m) => m.Sql("UPDATE shelf_nothing SET a = 1");
        }
        """);

    /// <summary>Its second migration takes seconds.</summary>
    public static byte[] SlowMigration => Make("2.4.0", First.Replace("VERSION", "slow") + More + """
        [Migration("20260301000000_shelf_slow")] public sealed class ShelfSlow : Migration
        {
            protected override void Up(MigrationBuilder m) => m.Sql(ActiveProvider.Contains("Sqlite")
                ? "CREATE TABLE shelf_slow AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 100000000) SELECT count(*) AS n FROM c"
                : "SELECT pg_sleep(4)");
        }
        """);

    /// <summary>Drops what version 1 uses, and doesn't say that this has to wait.</summary>
    public static byte[] TakesAway => Make("2.5.0", First.Replace("VERSION", "away") + More + """
        [Migration("20260301000000_shelf_away")] public sealed class ShelfAway : Migration
        {
            protected override void Up(MigrationBuilder m) => m.DropColumn("note", "shelf_items");
        }
        """);

    /// <summary>Changes a table that isn't its own.</summary>
    public static byte[] ChangesContacts => Make("2.6.0", First.Replace("VERSION", "evil") + More + """
        [Migration("20260301000000_shelf_evil")] public sealed class ShelfEvil : Migration
        {
            protected override void Up(MigrationBuilder m) => m.AddColumn<string>("evil", "contacts", nullable: true);
        }
        """);

    /// <summary>The second migration of version 2 isn't what it was.</summary>
    public static byte[] ChangedPlace => Make("2.7.0", First.Replace("VERSION", "changed") + More.Replace("\"place\", \"shelf_items\"", "\"place\", \"contacts\""));

    /// <summary>Can't be started.</summary>
    public static byte[] BadStart => Make("2.2.0", First.Replace("VERSION", "bad")
        .Replace("public override void ConfigureModel", "public override void ConfigureServices(IServiceCollection services) => throw new InvalidOperationException(\"no start\"); public override void ConfigureModel"));

    /// <summary>Fits, and its field fails.</summary>
    public static byte[] BadField => Make("2.3.0", First.Replace("VERSION", "bad")
        .Replace("await store.Query<ShelfItem>().CountAsync(ct)", "await Task.FromException<int>(new InvalidOperationException(\"no count\"))"));

    public static async Task<string> UploadAsync(this CrmTestHost host, byte[] package)
    {
        using var body = new ByteArrayContent(package);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var response = await host.Client.PostAsync("/plugins", body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("hash").GetString()!;
    }

    /// <summary>The payload of a plugin mutation.</summary>
    public static async Task<JsonElement> ChangeAsync(this CrmTestHost host, string mutation, object input)
    {
        var type = char.ToUpperInvariant(mutation[0]) + mutation[1..] + "Input";
        var data = await host.QueryAsync(
            $"mutation($input: {type}!) {{ {mutation}(input: $input) {{ pluginOperation {{ plugin kind fromVersion toVersion step status message }} "
            + "errors { __typename ... on Error { message } ... on PluginBreaksError { findings { id message } } } } }", new { input });
        return data.GetProperty(mutation);
    }

    public static async Task<JsonElement> InstallAsync(this CrmTestHost host, byte[] package, params string[] accept) =>
        await host.ChangeAsync("pluginInstall", new { hash = await host.UploadAsync(package), accept });

    public static async Task<string> MustInstallAsync(this CrmTestHost host, byte[] package, params string[] accept)
    {
        var payload = await host.InstallAsync(package, accept);
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.ToString());
        Assert.Equal("SUCCEEDED", payload.GetProperty("pluginOperation").GetProperty("status").GetString());
        return payload.GetProperty("pluginOperation").GetProperty("message").GetString()!;
    }

    /// <summary>What the plan says it would break.</summary>
    public static async Task<string[]> BreakingAsync(this CrmTestHost host, string id, string kind)
    {
        var data = await host.QueryAsync(
            "query($input: PluginPlanInput!) { pluginPlan(input: $input) { problems findings { id severity } } }", new { input = new { id, kind } });
        var plan = data.GetProperty("pluginPlan");
        Assert.Equal(0, plan.GetProperty("problems").GetArrayLength());
        return [.. plan.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("severity").GetString() == "BREAKING")
            .Select(finding => finding.GetProperty("id").GetString()!)];
    }

    /// <summary>What is shown of the plugin; undefined when there is none.</summary>
    public static async Task<JsonElement> PluginAsync(this CrmTestHost host, string id = Id)
    {
        var data = await host.QueryAsync("{ plugins { id version status message packageHash } }");
        return data.GetProperty("plugins").EnumerateArray().FirstOrDefault(plugin => plugin.GetProperty("id").GetString() == id);
    }

    public static async Task<string?> ErrorAsync(this Task<JsonElement> payload)
    {
        var errors = (await payload).GetProperty("errors");
        return errors.ValueKind == JsonValueKind.Array ? errors[0].GetProperty("message").GetString() : null;
    }

    static byte[] Make(string version, string source)
    {
        lock (Making)
        {
            if (Packages.TryGetValue(version + source, out var made)) return made;
            using var folder = new PluginsFolder();
            folder.Compile(Id, source, manifest => manifest["version"] = version);
            return Packages[version + source] = folder.Pack(Id);
        }
    }
}
