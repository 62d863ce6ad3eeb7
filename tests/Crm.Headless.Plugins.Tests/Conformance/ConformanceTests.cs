using System.Text.Json.Nodes;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Conformance;

/// <summary>The kit finds what is wrong with a plugin, and nothing where nothing is.</summary>
public sealed class ConformanceTests(BadPlugin bad) : IClassFixture<BadPlugin>
{
    [Fact]
    public async Task A_good_plugin_conforms()
    {
        using var plugins = new PluginsFolder();
        plugins.Drop(PluginsFolder.BuiltHello);
        await PluginConformance.CheckAsync("acme.hello", new() { PluginsFolder = plugins.Root });
    }

    [Theory, OnSqlite, OnPostgreSqlAtLength]
    public async Task Loyalty_conforms(DatabaseKind database)
    {
        using var plugins = new PluginsFolder();
        plugins.Drop(PluginsFolder.BuiltPlugin("crm.loyalty"));
        Assert.Empty(await PluginConformance.FindAsync("crm.loyalty", new() { PluginsFolder = plugins.Root }, [database]));
    }

    /// <summary>What the host itself doesn't take.</summary>
    [Theory]
    [InlineData("Contact.badName", "[Authorize", """
        [ObjectType<Contact>] public static class BadFields { public static string? BadName([Parent] Contact contact) => "bad"; }
        """)]
    [InlineData("Contact.badName", "nullable", """
        [ObjectType<Contact>, AllowAnonymous] public static class BadFields { public static string BadName([Parent] Contact contact) => "bad"; }
        """)]
    [InlineData("Query.badName", "nullable", """
        [QueryType, AllowAnonymous] public static class BadQueries { public static string BadName() => "bad"; }
        """)]
    [InlineData("Thing", "prefix", """
        public sealed record Thing(string Name);
        [QueryType, AllowAnonymous] public static class BadQueries { public static Thing? BadThing() => null; }
        """)]
    [InlineData("retries: The field Retries must be between 1 and 5", "crm plugin settings acme.bad", """
        [PluginSettings] public sealed class BadSettings { [System.ComponentModel.DataAnnotations.Range(1, 5)] public int Retries { get; init; } = 9; }
        """)]
    public Task What_can_not_be_enabled(string place, string remedy, string source) => Expect(place, remedy, "public sealed class Bad : CrmPlugin;" + source);

    /// <summary>What can only be seen of a plugin that works.</summary>
    [Theory]
    [InlineData("The field Contact.badCount sends", "(N+1). Read for all parents at once: [BatchResolver]")]
    [InlineData("The field BadRow.twin sends", "(N+1). Read for all parents at once: [BatchResolver]")]
    [InlineData("The field Query.badNotes sends", "(N+1). Read for all parents at once: [BatchResolver]")]
    [InlineData("BadRow.note shows a client of a store something of a record that it doesn't see", "[VisibleWith<Contact>]")]
    [InlineData("BadRow.note shows personal data to a client without personal data", "[PersonalData]")]
    [InlineData("Query.badFind shows a client of a store something of a record that it doesn't see", "[VisibleWith<Contact>]")]
    [InlineData("The field Query.badBreak", "let it give null")]
    [InlineData("The field Contact.badCount has no description", "///")]
    [InlineData("The type BadRow has no description", "///")]
    [InlineData("The enum value BadMood.GLOOMY has no description", "///")]
    [InlineData("The argument Query.badFind(word:) has no description", "///")]
    [InlineData("The default of a setting isn't valid: retries: The field Retries must be between 1 and 5", "Give it another one in BadSettings")]
    [InlineData("The setting apiToken sounds like a secret", "Put [Secret] on BadSettings.ApiToken")]
    [InlineData("The setting apiToken has no description", "///")]
    [InlineData("bad_rows.contact_id tells of a person, and the preview of a merge counts no rows", "CountAsync")]
    [InlineData("bad_rows.contact_id tells of a person, and the export of the person doesn't", "ExportAsync")]
    [InlineData("merged and separated again don't export the same", "UnmergeAsync")]
    [InlineData("bad_rows.note still tells of a person who was forgotten", "EraseAsync")]
    [InlineData("The migrations from 20260102000000_bad_moods on can't be taken back and done again on tables with rows", "make values unique")]
    [InlineData("\"acme.bad\" stays in memory", "Timer")]
    public void What_works_and_is_bad_nevertheless(string place, string remedy) =>
        Assert.Contains(bad.Findings, finding => finding.Contains(place, StringComparison.Ordinal) && finding.Contains(remedy, StringComparison.Ordinal));

    [Fact]
    public Task Migrations_that_do_not_make_the_tables_of_the_model() => Expect(
        "The model has \"bad_rows.note TEXT notnull=1 pk=0\" and the migrated database hasn't (Sqlite)", "Write a migration that makes it",
        (BadPlugin.Model + BadPlugin.Table).Replace(", note = table.Column<string>() }", " }"));

    [Fact]
    public Task Migrations_that_can_not_be_taken_back() => Expect("The Down of the migrations leaves \"bad_rows", "Drop in Down what Up made",
        (BadPlugin.Model + BadPlugin.Table).Replace("m.DropTable(\"bad_rows\")", "m.Sql(\"SELECT 1\")"));

    [Fact]
    public Task Rows_about_contacts_of_which_it_says_nothing() => Expect(
        "doesn't say what becomes of them", "IPersonLifecycle", BadPlugin.Model + BadPlugin.Table);

    [Fact]
    public Task A_merge_that_fails() => Expect("Two contacts can't be merged", "MergeAsync", BadPlugin.Model + BadPlugin.Table + BadPlugin.People.Replace(
        "public Task MergeAsync(ContactMerge merge, CancellationToken ct) => Task.CompletedTask",
        "public Task MergeAsync(ContactMerge merge, CancellationToken ct) => throw new InvalidOperationException(\"no merge\")"));

    [Fact]
    public async Task A_plugin_is_not_blamed_for_another_one_that_stays_in_memory_and_needs_it()
    {
        using var plugins = new PluginsFolder();
        plugins.Compile("acme.good", "public sealed class Good : CrmPlugin;");
        plugins.Compile("acme.bad", "public sealed class Bad : CrmPlugin { static readonly Timer Clock = new(_ => GC.KeepAlive(typeof(Bad)), null, 1000, 1000); public Bad() => GC.KeepAlive(Clock); }",
            manifest => manifest["requires"] = new JsonArray(new JsonObject { ["id"] = "acme.good", ["version"] = "^1.0.0" }));
        var findings = await PluginConformance.FindAsync("acme.good", new() { PluginsFolder = plugins.Root }, [DatabaseKind.Sqlite]);
        Assert.Contains("because acme.bad, which needs it, does", Assert.Single(findings));
    }

    static async Task Expect(string place, string remedy, string source)
    {
        using var plugins = new PluginsFolder();
        plugins.Compile("acme.bad", source);
        var findings = await PluginConformance.FindAsync("acme.bad", new() { PluginsFolder = plugins.Root }, [DatabaseKind.Sqlite]);
        Assert.Contains(findings, finding => finding.Contains(place, StringComparison.Ordinal) && finding.Contains(remedy, StringComparison.Ordinal));
    }
}
