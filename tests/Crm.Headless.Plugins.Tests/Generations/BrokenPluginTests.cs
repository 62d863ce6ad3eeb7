using System.Data.Common;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Crm.Headless.Plugins.Tests.Generations;

/// <summary>A plugin that can't take part is named with the cause and the remedy, and the others take part.</summary>
public sealed class BrokenPluginTests : IDisposable
{
    const string Good = """
        public sealed class Good : CrmPlugin;
        [ObjectType<Contact>, AllowAnonymous] public static class GoodFields { public static string? Good([Parent] Contact contact) => "good"; }
        """;

    readonly PluginsFolder _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public async Task One_with_an_unreadable_manifest_is_refused()
    {
        _plugins.Compile("acme.bad", "public sealed class Bad : CrmPlugin;");
        File.WriteAllText(Path.Combine(_plugins.FolderOf("acme.bad"), "plugin.json"), "{ \"id\": ");
        await Expect("acme.bad", PluginStatus.Refused, "plugin.json is not a plugin's manifest");
    }

    [Fact]
    public async Task One_without_a_manifest_is_refused()
    {
        Directory.CreateDirectory(_plugins.FolderOf("acme.bad"));
        await Expect("acme.bad", PluginStatus.Refused, "has no plugin.json");
    }

    [Fact]
    public async Task One_built_for_a_newer_sdk_is_refused()
    {
        _plugins.Compile("acme.bad", "public sealed class Bad : CrmPlugin;", manifest => manifest["sdk"]!["version"] = "99.1.0");
        await Expect("acme.bad", PluginStatus.Refused, "built against SDK 99.1.0, but this host provides 0.1.0. Upgrade the host");
    }

    [Fact]
    public async Task One_built_for_a_newer_sdk_that_hides_it_is_refused()
    {
        var sdk = PluginsFolder.LaterHostAssembly(Path.Combine(_plugins.Root, ".later", "Crm.Headless.Sdk.dll"),
            "namespace Crm.Headless { public abstract class CrmPlugin { } } namespace Crm.Headless.GraphQL { }", new(99, 1, 0));
        _plugins.Compile("acme.bad", "public sealed class Bad : CrmPlugin;", null, sdk);
        await Expect("acme.bad", PluginStatus.Refused, "built against Crm.Headless.Sdk 99.1.0, but this host provides 0.1.0");
    }

    [Fact]
    public async Task One_that_lacks_a_private_library_is_refused()
    {
        var library = PluginsFolder.Library(Path.Combine(_plugins.Root, ".libraries", "Acme.Words.dll"),
            "namespace Acme { public static class Words { public static string Hi => \"hi\"; } }", new(2, 1, 0));
        _plugins.Compile("acme.bad", "public sealed class Bad : CrmPlugin { public string Hi => Acme.Words.Hi; }", null, library);
        await Expect("acme.bad", PluginStatus.Failed, "lacks Acme.Words 2.1.0");
    }

    [Fact]
    public async Task One_whose_table_prefix_is_that_of_a_table_of_core_is_refused()
    {
        _plugins.Compile("acme.bad", "public sealed class Bad : CrmPlugin;", manifest => manifest["tablePrefix"] = "contact_");
        await Expect("acme.bad", PluginStatus.Refused, "the table prefix \"contact_\", with which core's table contact_");
    }

    [Fact]
    public async Task One_whose_table_prefix_cannot_be_told_from_that_of_another_is_refused()
    {
        _plugins.Compile("acme.shop", "public sealed class Shop : CrmPlugin;", manifest => manifest["tablePrefix"] = "bad_shop_");
        _plugins.Compile("acme.zbad", "public sealed class Zbad : CrmPlugin;", manifest => manifest["tablePrefix"] = "bad_");
        await Expect("acme.zbad", PluginStatus.Refused, "can't be told from \"bad_shop_\" of plugin \"acme.shop\"");
    }

    [Fact]
    public async Task One_whose_required_plugin_is_absent_is_refused()
    {
        _plugins.Compile("acme.bad", "public sealed class Bad : CrmPlugin;", Requires("acme.base", ">=1.2"));
        await Expect("acme.bad", PluginStatus.Refused, "needs \"acme.base\" >=1.2, which is not there");
    }

    [Fact]
    public async Task One_whose_required_plugin_is_too_old_is_refused()
    {
        _plugins.Compile("acme.base", "public sealed class Base : CrmPlugin;");
        _plugins.Compile("acme.bad", "public sealed class Bad : CrmPlugin;", Requires("acme.base", ">=1.2"));
        await Expect("acme.bad", PluginStatus.Refused, "needs \"acme.base\" >=1.2, but 1.0.0 is installed");
    }

    [Fact]
    public async Task Those_that_require_each_other_are_refused_with_the_circle()
    {
        _plugins.Compile("acme.bad", "public sealed class Bad : CrmPlugin;", Requires("acme.worse", "^1.0"));
        _plugins.Compile("acme.worse", "public sealed class Worse : CrmPlugin;", Requires("acme.bad", "^1.0"));
        await Expect("acme.bad", PluginStatus.Refused, "\"acme.bad\" -> \"acme.worse\" require each other in a circle");
    }

    [Fact]
    public async Task One_that_crashes_when_it_is_made_is_left_out()
    {
        _plugins.Compile("acme.bad", "public sealed class Bad : CrmPlugin { public Bad() => throw new InvalidOperationException(\"no luck\"); }");
        await Expect("acme.bad", PluginStatus.Failed, "InvalidOperationException: no luck");
    }

    [Fact]
    public async Task One_that_crashes_in_its_model_is_left_out()
    {
        _plugins.Compile("acme.bad",
            "public sealed class Bad : CrmPlugin { public override void ConfigureModel(ModelBuilder model) => throw new InvalidOperationException(\"no model\"); }");
        await Expect("acme.bad", PluginStatus.Failed, "no model");
    }

    [Fact]
    public async Task One_that_crashes_in_its_services_is_left_out()
    {
        _plugins.Compile("acme.bad",
            "public sealed class Bad : CrmPlugin { public override void ConfigureServices(IServiceCollection services) => throw new InvalidOperationException(\"no services\"); }");
        await Expect("acme.bad", PluginStatus.Failed, "no services");
    }

    [Fact]
    public async Task One_whose_services_lack_another_is_left_out()
    {
        _plugins.Compile("acme.bad", """
            public sealed class Bad : CrmPlugin { public override void ConfigureServices(IServiceCollection services) => services.AddScoped<Needy>(); }
            public sealed class Needy(Missing missing) { public Missing Missing => missing; }
            public sealed class Missing;
            """);
        await Expect("acme.bad", PluginStatus.Failed, "Unable to resolve service for type 'Missing'");
    }

    [Fact]
    public async Task One_that_adds_a_field_of_core_is_refused()
    {
        _plugins.Compile("acme.bad", """
            public sealed class Bad : CrmPlugin;
            [ObjectType<Contact>, AllowAnonymous] public static class BadFields { public static string? DisplayName([Parent] Contact contact) => "bad"; }
            """);
        await Expect("acme.bad", PluginStatus.Refused, "Contact.displayName");
    }

    [Fact]
    public async Task One_that_adds_a_field_of_another_plugin_is_refused_and_both_are_named()
    {
        _plugins.Compile("acme.other", Good.Replace("class Good", "class Other", StringComparison.Ordinal));
        var report = await Expect("acme.other", PluginStatus.Refused, "Contact.good");
        Assert.Contains("acme.good", report.Message);
    }

    [Fact]
    public async Task One_whose_type_lacks_its_prefix_is_refused()
    {
        _plugins.Compile("acme.bad", """
            public sealed class Bad : CrmPlugin;
            public sealed record Thing(string Name);
            [QueryType, AllowAnonymous] public static class Queries { public static Thing? BadThing() => null; }
            """);
        await Expect("acme.bad", PluginStatus.Refused, "BadThing");
    }

    [Fact]
    public async Task One_whose_table_lacks_its_prefix_is_refused()
    {
        _plugins.Compile("acme.bad", """
            public sealed class Bad : CrmPlugin { public override void ConfigureModel(ModelBuilder model) => model.Entity<Thing>().ToTable("things"); }
            public sealed class Thing { public Guid Id { get; set; } }
            """);
        await Expect("acme.bad", PluginStatus.Refused, "\"things\", which doesn't begin with its prefix \"bad_\"");
    }

    [Fact]
    public async Task One_that_does_not_say_who_sees_its_rows_is_refused()
    {
        _plugins.Compile("acme.bad", """
            public sealed class Bad : CrmPlugin { public override void ConfigureModel(ModelBuilder model) => model.Entity<Thing>().ToTable("bad_things"); }
            public sealed class Thing { public Guid Id { get; set; } public Guid ContactId { get; set; } }
            """);
        await Expect("acme.bad", PluginStatus.Refused, "doesn't say who sees the rows of Thing. Put [VisibleWith<Contact>");
    }

    [Fact]
    public async Task One_whose_migration_changes_a_table_of_others_is_refused()
    {
        _plugins.Compile("acme.bad", """
            public sealed class Bad : CrmPlugin;
            [Microsoft.EntityFrameworkCore.Infrastructure.DbContext(typeof(DbContext))]
            [Migration("20260101000000_bad")] public sealed class Drop : Migration { protected override void Up(MigrationBuilder m) => m.DropTable("contacts"); }
            """);
        await Expect("acme.bad", PluginStatus.Refused, "\"contacts\", which doesn't begin with its prefix");
    }

    [Theory]
    [InlineData("m.RenameTable(\"bad_things\", newName: \"things\")", "things")]
    [InlineData("m.CreateSequence<long>(\"numbers\")", "numbers")]
    [InlineData("m.DropIndex(\"ix_contacts_account_id\")", "ix_contacts_account_id")]
    public async Task One_whose_migration_names_what_is_not_its_own_is_refused(string change, string name)
    {
        _plugins.Compile("acme.bad", $$"""
            public sealed class Bad : CrmPlugin;
            [Migration("20260101000000_bad")]
            public sealed class Change : Migration { protected override void Up(MigrationBuilder m) => {{change}}; }
            """);
        await Expect("acme.bad", PluginStatus.Refused, $"\"{name}\", which doesn't begin with its prefix");
    }

    [Fact]
    public async Task A_database_that_is_busy_is_no_fault_of_a_plugin_and_ends_the_start()
    {
        _plugins.Drop(PluginsFolder.BuiltPlugin("crm.loyalty"));
        var failure = await Assert.ThrowsAsync<MigrationFailedException>(
            () => GenerationHost.StartAsync(_plugins, new BusyDatabase("loyalty_accounts")));
        Assert.Contains("database is locked", failure.Message);
    }

    [Fact]
    public async Task One_whose_migration_fails_is_left_out()
    {
        _plugins.Compile("acme.bad", """
            public sealed class Bad : CrmPlugin;
            [Migration("20260101000000_bad")] public sealed class Nonsense : Migration { protected override void Up(MigrationBuilder m) => m.Sql("THIS IS NOT SQL"); }
            """);
        await Expect("acme.bad", PluginStatus.Failed, "The migrations of \"acme.bad\" can't be applied");
    }

    [Theory, OnPostgreSql]
    public async Task One_whose_migration_takes_longer_than_the_database_allows_is_left_out(DatabaseKind kind)
    {
        _plugins.Compile("acme.bad", """
            public sealed class Bad : CrmPlugin;
            [Migration("20260101000000_bad")] public sealed class Slow : Migration
            {
                protected override void Up(MigrationBuilder m) => m.Sql("SET LOCAL statement_timeout = 100; SELECT pg_sleep(20)");
            }
            """);
        _plugins.Compile("acme.good", Good);
        await using var host = await GenerationHost.StartAsync(_plugins, kind);
        Assert.Contains("due to statement timeout", host.Report("acme.bad").Message);
        Assert.Equal(PluginStatus.Enabled, host.Report("acme.good").Status);
    }

    async Task<PluginReport> Expect(string id, PluginStatus status, string message)
    {
        _plugins.Compile("acme.good", Good);
        await using var host = await GenerationHost.StartAsync(_plugins);
        var report = host.Report(id);
        Assert.Equal(status, report.Status);
        Assert.Contains(message, report.Message);
        Assert.Equal(PluginStatus.Enabled, host.Report("acme.good").Status);
        Assert.True(host.HasField("Contact", "good"));
        return report;
    }

    static Action<System.Text.Json.Nodes.JsonObject> Requires(string id, string version) =>
        manifest => manifest["requires"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["id"] = id, ["version"] = version });
}

/// <summary>Refuses the statements on a table, as SQLite does while another program holds the file.</summary>
sealed class BusyDatabase(string table) : DbCommandInterceptor
{
    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        command.CommandText.Contains(table, StringComparison.Ordinal)
            ? throw new SqliteException("SQLite Error 5: 'database is locked'.", 5)
            : new(result);
}
