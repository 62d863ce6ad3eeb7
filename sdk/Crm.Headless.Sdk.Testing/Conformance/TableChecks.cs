using Crm.Headless.Server.Data;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security.DataKeys;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Database = Crm.Headless.Server.Data.Database;

namespace Crm.Headless.Testing;

/// <summary>That the migrations make the tables of the model, can be taken back, and can be done again.</summary>
static class TableChecks
{
    public static async Task<IReadOnlyList<string>> FindAsync(string id, CrmTestOptions options)
    {
        await using var host = await CrmTestHost.StartAsync(options);
        using var lease = host.Services.GetRequiredService<Generations>().Lease();
        var plugin = lease.Generation.Plugins.Single(plugin => plugin.Id == id);
        var database = host.Services.GetRequiredService<Database>();
        var set = PluginMigrations.SetOf(plugin);
        var findings = new List<string>();
        var migrated = await FactsAsync(database, plugin);
        findings.AddRange(Differences(await ModelFactsAsync(host, plugin), migrated, options.Database));
        if (set.Migrations.Count == 0 || findings.Count > 0) return findings;
        return await FindInWayBackAsync(host.Services.GetRequiredService<Migrator>(), set, database, plugin, migrated) is { } fault ? [fault] : [];
    }

    static async Task<string?> FindInWayBackAsync(Migrator migrator, MigrationSet set, Database database, LoadedPlugin plugin, IReadOnlyList<string> migrated)
    {
        try
        {
            await migrator.RevertAsync(set, null, default);
            if ((await FactsAsync(database, plugin)).FirstOrDefault() is { } left)
                return $"The Down of the migrations leaves \"{left}\" behind. Drop in Down what Up made.";
            await migrator.MigrateAsync([set], default);
            return (await FactsAsync(database, plugin)).SequenceEqual(migrated) ? null : "Up, Down and Up again don't make the same tables. Make Down the opposite of Up.";
        }
        catch (Exception failure)
        {
            return $"The migrations can't be taken back and done again: {failure.Message} Write a Down that is the opposite of Up.";
        }
    }

    static IEnumerable<string> Differences(IReadOnlyList<string> model, IReadOnlyList<string> migrated, DatabaseKind kind) =>
    [
        .. model.Except(migrated).Select(fact => $"The model has \"{fact}\" and the migrated database hasn't ({kind}). Write a migration that makes it."),
        .. migrated.Except(model).Select(fact => $"The migrations make \"{fact}\" and the model doesn't know it ({kind}). Configure it in ConfigureModel, or drop it in a migration."),
    ];

    static async Task<IReadOnlyList<string>> ModelFactsAsync(CrmTestHost host, LoadedPlugin plugin)
    {
        await using var empty = await TestDatabase.CreateAsync(host.Database.Kind);
        await using var created = new Database(host.Services.GetRequiredService<Database>().Options with { ConnectionString = empty.ConnectionString });
        using var contexts = new CrmContexts(
            created, host.Services.GetRequiredService<DataProtector>(), [new(plugin.Id, plugin.Manifest.TablePrefix, plugin.Instance.ConfigureModel)]);
        await using (var db = contexts.Factory.CreateDbContext()) await db.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
        return await FactsAsync(created, plugin);
    }

    static async Task<IReadOnlyList<string>> FactsAsync(Database database, LoadedPlugin plugin) =>
        [.. (await Conformance.SchemaFacts.ReadAsync(database)).Where(fact => fact.Contains(plugin.Manifest.TablePrefix, StringComparison.Ordinal))];
}
