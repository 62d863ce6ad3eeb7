using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Life;

/// <summary>Tables are told by their prefix, also those of plugins that don't take part now.</summary>
public sealed class PrefixTests
{
    const string First = "acme.cards", Second = "best.cards";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_plugin_whose_prefix_begins_like_that_of_one_that_is_disabled_or_kept_is_refused(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        await host.MustInstallAsync(Cards(First, "cards_"));
        await DisableAsync(host, First);
        foreach (var prefix in new[] { "cards_", "cards_x_" })
        {
            var refused = await host.InstallAsync(Cards(Second, prefix)).ErrorAsync();
            Assert.Contains($"\"{Second}\" has the table prefix \"{prefix}\", which can't be told from \"cards_\" of plugin \"{First}\", which is installed", refused);
        }

        await RemoveAsync(host, First, "KEEP");
        foreach (var prefix in new[] { "cards_", "cards_x_" })
            Assert.Contains($"of plugin \"{First}\", whose tables are kept", await host.InstallAsync(Cards(Second, prefix)).ErrorAsync());
        await host.MustInstallAsync(Cards(Second, "other_"));

        // It takes up its own again, and when they go, others may have the prefix.
        await host.MustInstallAsync(Cards(First, "cards_"));
        await RemoveAsync(host, First, "PURGE");
        await RemoveAsync(host, Second, "PURGE");
        await host.MustInstallAsync(Cards(Second, "cards_x_"));
    }

    [Theory, OnSqlite]
    [InlineData(DatabaseKind.Sqlite, "EXPORT")]
    public async Task A_plugin_takes_no_tables_of_another_with_it_when_it_is_removed(DatabaseKind kind, string data = "PURGE")
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        await host.MustInstallAsync(Cards(First, "cards_"));
        await DisableAsync(host, First);
        await host.MustInstallAsync(Cards(Second, "other_"));
        // As if they had come in when this was not looked at.
        await host.Database.ScalarAsync("ALTER TABLE other_items RENAME TO cards_x_items");
        await host.Database.ScalarAsync($"DELETE FROM plugin_prefixes WHERE plugin = '{Second}'");
        await host.Database.ScalarAsync($"INSERT INTO plugin_prefixes (plugin, prefix) VALUES ('{Second}', 'cards_x_')");

        var refused = await host.ChangeAsync("pluginRemove", new { id = First, data }).ErrorAsync();
        Assert.Contains($"\"{First}\" has the table prefix \"cards_\", which can't be told from \"cards_x_\" of plugin \"{Second}\"", refused);
        await RemoveAsync(host, First, "KEEP");
        Assert.Equal(0, await host.Database.ScalarAsync("SELECT count(*) FROM cards_x_items"));
        Assert.Equal(0, await host.Database.ScalarAsync("SELECT count(*) FROM cards_items"));
    }

    static async Task DisableAsync(CrmTestHost host, string id) =>
        Assert.Null(await host.ChangeAsync("pluginDisable", new { id, accept = await host.BreakingAsync(id, "DISABLE") }).ErrorAsync());

    static async Task RemoveAsync(CrmTestHost host, string id, string data) =>
        Assert.Null(await host.ChangeAsync("pluginRemove", new { id, data, accept = await host.BreakingAsync(id, "REMOVE") }).ErrorAsync());

    static byte[] Cards(string id, string prefix)
    {
        using var folder = new PluginsFolder();
        var name = id == First ? "Acme" : "Best";
        folder.Compile(id, $$"""
            public sealed class {{name}} : CrmPlugin;
            [Migration("20260101000000_cards")] public sealed class CardsInitial : Migration
            {
                protected override void Up(MigrationBuilder m) => m.CreateTable("{{prefix}}items",
                    table => new { id = table.Column<Guid>() }, constraints: table => table.PrimaryKey("pk_{{prefix}}items", row => row.id));
            }
            """, manifest => (manifest["tablePrefix"], manifest["graphqlPrefix"]) = (prefix, name));
        return folder.Pack(id);
    }
}
