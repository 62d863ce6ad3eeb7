using Crm.Headless.Plugins.Tests.Life;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Reading;

/// <summary>Enums of plugins in tables, filters, orders and answers.</summary>
public sealed class EnumTests(EnumTests.Moods plugin) : IClassFixture<EnumTests.Moods>
{
    const string Source = """
        public enum MoodLevel { Good, SoSo, Bad }
        public enum MoodShade : byte { Dark = 200, Light = 3 }
        public enum MoodWorth : long { Least = long.MinValue, Nothing = 0, Most = long.MaxValue }
        public enum MoodTruth : ulong { No, Yes = ulong.MaxValue }
        public sealed class Mood : CrmPlugin
        {
            public override void ConfigureModel(ModelBuilder model) => model.Entity<MoodRow>().ToTable("mood_rows");
        }
        [VisibleToAll, AllowAnonymous] public sealed class MoodRow
        {
            public Guid Id { get; set; }
            public MoodLevel Level { get; set; }
            public MoodShade Shade { get; set; }
            public MoodWorth? Worth { get; set; }
            public MoodTruth? Truth { get; set; }
        }
        [Migration("20260101000000_mood")] public sealed class MoodInitial : Migration
        {
            protected override void Up(MigrationBuilder m) => m.CreateTable("mood_rows", table => new
                {
                    id = table.Column<Guid>(), level = table.Column<string>(), shade = table.Column<string>(),
                    worth = table.Column<string>(nullable: true), truth = table.Column<string>(nullable: true),
                }, constraints: table => table.PrimaryKey("pk_mood_rows", row => row.id));
        }
        [QueryType, AllowAnonymous] public static class MoodQueries
        {
            [UsePaging, UseFiltering, UseSorting] public static IQueryable<MoodRow>? GetMoodRows(IQueryable<MoodRow> rows) => rows;
        }
        [MutationType, AllowAnonymous] public static class MoodMutations
        {
            public static async Task<int> MoodAddAsync(MoodLevel level, MoodShade shade, MoodWorth? worth, MoodTruth? truth, ICrmStore store, CancellationToken ct)
            {
                return await store.ChangeAsync(again =>
                {
                    store.Add(new MoodRow { Id = Guid.CreateVersion7(), Level = level, Shade = shade, Worth = worth, Truth = truth });
                    return Task.FromResult(1);
                }, ct);
            }
        }
        """;

    public sealed class Moods() : CompiledPlugin("acme.mood", Source);

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Enums_of_every_size_are_stored_found_ordered_and_answered_by_their_names(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        await AddAsync(host, "GOOD", "DARK", "LEAST", "YES");
        await AddAsync(host, "SO_SO", "LIGHT", "MOST", null);
        await AddAsync(host, "BAD", "DARK", null, "NO");

        Assert.Equal(["BAD DARK - NO", "GOOD DARK LEAST YES", "SO_SO LIGHT MOST -"], await FoundAsync(host, "order: [{ level: ASC }]"));
        Assert.Equal(["GOOD DARK LEAST YES"], await FoundAsync(host, "where: { truth: { eq: YES } }"));
        Assert.Equal(["BAD DARK - NO", "GOOD DARK LEAST YES"], await FoundAsync(host, "where: { shade: { in: [DARK] } }, order: [{ level: ASC }]"));
        Assert.Equal(["BAD DARK - NO", "SO_SO LIGHT MOST -"], await FoundAsync(host, "where: { worth: { neq: LEAST } }, order: [{ level: ASC }]"));
        Assert.Equal(["BAD DARK - NO", "SO_SO LIGHT MOST -"], await FoundAsync(host, "where: { worth: { nin: [LEAST] } }, order: [{ level: ASC }]"));
        Assert.Equal(3, (await FoundAsync(host, "where: { worth: { nin: [] } }")).Count);
        Assert.Equal(2, await host.Database.ScalarAsync("SELECT count(*) FROM mood_rows WHERE level IN ('SO_SO', 'GOOD')"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_row_with_a_name_that_the_enum_does_not_know_is_told_of_by_name(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        await AddAsync(host, "GOOD", "DARK", null, null);
        await host.Database.ScalarAsync("UPDATE mood_rows SET level = 'Good'");
        var response = await host.SendAsync("{ moodRows { nodes { level } } }");
        Assert.Contains("A row holds \"Good\", which is no member of the enum MoodLevel.", Assert.Single(response.Messages));
        Assert.Equal("STORED_VALUE_UNKNOWN", response.Errors[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_upgrade_that_no_longer_knows_what_rows_hold_has_to_be_accepted(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        await host.MustInstallAsync(Pack("1.0.0", Source));
        await AddAsync(host, "SO_SO", "DARK", "MOST", null);
        await AddAsync(host, "SO_SO", "LIGHT", null, null);

        var refused = await host.InstallAsync(Pack("2.0.0", Source.Replace("Good, SoSo, Bad", "Good, Bad").Replace(", Most = long.MaxValue", "")));

        var findings = refused.GetProperty("errors")[0].GetProperty("findings").EnumerateArray()
            .Where(finding => finding.GetProperty("id").GetString()!.StartsWith("mood_rows", StringComparison.Ordinal)).Select(finding => finding.GetProperty("message").GetString()!);
        Assert.Collection(findings,
            message => Assert.StartsWith("2 rows of mood_rows hold SO_SO in level, which 2.0.0 doesn't know", message),
            message => Assert.StartsWith("1 row of mood_rows holds MOST in worth, which 2.0.0 doesn't know", message));
    }

    static byte[] Pack(string version, string source)
    {
        using var folder = new PluginsFolder();
        folder.Compile("acme.mood", source, manifest => manifest["version"] = version);
        return folder.Pack("acme.mood");
    }

    Task<CrmTestHost> StartAsync(DatabaseKind kind) => CrmTestHost.StartAsync(new CrmTestOptions { Database = kind, PluginsFolder = plugin.Folder.Root });

    static Task AddAsync(CrmTestHost host, string level, string shade, string? worth, string? truth) => host.QueryAsync(
        "mutation($input: MoodAddInput!) { moodAdd(input: $input) { int } }", new { input = new { level, shade, worth, truth } });

    static async Task<List<string>> FoundAsync(CrmTestHost host, string arguments)
    {
        var data = await host.QueryAsync($"{{ moodRows({arguments}) {{ nodes {{ level shade worth truth }} }} }}");
        return [.. data.GetProperty("moodRows").GetProperty("nodes").EnumerateArray()
            .Select(row => string.Join(' ', row.EnumerateObject().Select(field => field.Value.GetString() ?? "-")))];
    }
}
