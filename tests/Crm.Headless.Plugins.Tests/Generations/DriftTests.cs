using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Tests.Data;
using Crm.Headless.Testing;
using Crm.Headless.Testing.Conformance;
using Crm.Headless.Tests;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Database = Crm.Headless.Server.Data.Database;

namespace Crm.Headless.Plugins.Tests.Generations;

public sealed class DriftTests
{
    [Theory, OnSqlite("crm.loyalty"), OnPostgreSql("crm.loyalty")]
    public async Task The_migrations_of_each_plugin_make_the_tables_of_its_model(DatabaseKind kind, string id)
    {
        using var plugins = new PluginsFolder();
        plugins.Drop(PluginsFolder.BuiltPlugin(id));
        await using var host = await GenerationHost.StartAsync(plugins, kind);
        await using var empty = await TestDatabase.CreateAsync(kind);
        await using var created = new Database(host.Database.Options with { ConnectionString = empty.ConnectionString });
        using var lease = host.Generations.Lease();
        var plugin = lease.Generation.Plugins.Single();
        using (var contexts = new CrmContexts(created, TestKeys.Protector, [new(plugin.Id, plugin.Manifest.TablePrefix, plugin.Instance.ConfigureModel)]))
        await using (var db = contexts.Factory.CreateDbContext())
            await db.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();

        Assert.Equal(await FactsAsync(created, plugin.Manifest.TablePrefix), await FactsAsync(host.Database, plugin.Manifest.TablePrefix));
    }

    static async Task<IReadOnlyList<string>> FactsAsync(Database database, string prefix)
    {
        var facts = (await SchemaFacts.ReadAsync(database)).Where(fact => fact.Contains(prefix, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(facts);
        return facts;
    }
}
