using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Testing.Conformance;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Generations;

public sealed class DriftTests
{
    [Theory, OnSqlite("crm.loyalty"), OnPostgreSql("crm.loyalty")]
    public async Task The_migrations_of_each_plugin_make_the_tables_of_its_model_and_can_be_taken_back(DatabaseKind kind, string id)
    {
        using var plugins = new PluginsFolder();
        plugins.Drop(PluginsFolder.BuiltPlugin(id));
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { Database = kind, PluginsFolder = plugins.Root });
        Assert.Empty(await TableChecks.FindAsync(host, id));
    }
}
