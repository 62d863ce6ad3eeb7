using System.Reflection;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security.DataKeys;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Database = Crm.Headless.Server.Data.Database;

namespace Crm.Headless.Testing.Conformance;

/// <summary>That the migrations make the tables of the model, can be taken back, and can be done again, on empty tables and on filled ones.</summary>
static class TableChecks
{
    public static async Task<IReadOnlyList<string>> FindAsync(CrmTestHost host, string id)
    {
        using var lease = host.Services.GetRequiredService<Generations>().Lease();
        var plugin = lease.Generation.Plugins.Single(plugin => plugin.Id == id);
        var database = host.Services.GetRequiredService<Database>();
        var migrated = await FactsAsync(database, plugin);
        var drift = Differences(await ModelFactsAsync(host, plugin), migrated, host.Database.Kind).ToList();
        if (drift.Count > 0) return drift;
        return PluginMigrations.SetOf(plugin) is { Migrations.Count: > 0 } set && await FindInWayBackAsync(host, set, plugin, migrated) is { } fault ? [fault] : [];
    }

    /// <summary>On tables with rows, one migration after the other; then all of them, with core's rows there. Takes the plugin's own rows away.</summary>
    public static async Task<IReadOnlyList<string>> FindOnFilledAsync(CrmTestHost host, string id)
    {
        using var lease = host.Services.GetRequiredService<Generations>().Lease();
        var plugin = lease.Generation.Plugins.Single(plugin => plugin.Id == id);
        var set = PluginMigrations.SetOf(plugin);
        var (migrator, migrated) = (host.Services.GetRequiredService<Migrator>(), await FactsAsync(host.Services.GetRequiredService<Database>(), plugin));
        var steps = set.Migrations.Select(type => type.GetCustomAttribute<MigrationAttribute>()!.Id).Order(StringComparer.Ordinal).ToList();
        for (var i = steps.Count - 1; i >= 0; i--)
            try
            {
                await migrator.RevertAsync(set, i == 0 ? null : steps[i - 1], default);
                await migrator.MigrateAsync([set], default);
                if (!(await FactsAsync(host.Services.GetRequiredService<Database>(), plugin)).SequenceEqual(migrated))
                    return [$"The migrations from {steps[i]} on, taken back and done again, don't make the same tables. Make each Down the opposite of its Up."];
            }
            catch (Exception failure) when (failure is MigrationFailedException or System.Data.Common.DbException or NotSupportedException)
            {
                return
                [
                    $"The migrations from {steps[i]} on can't be taken back and done again on tables with rows: {failure.Message} "
                    + "Give a new column a default or let it be null, make values unique before their index, and fill by a job.",
                ];
            }
        return [];
    }

    static async Task<string?> FindInWayBackAsync(CrmTestHost host, MigrationSet set, LoadedPlugin plugin, IReadOnlyList<string> migrated)
    {
        var (migrator, database) = (host.Services.GetRequiredService<Migrator>(), host.Services.GetRequiredService<Database>());
        try
        {
            await migrator.RevertAsync(set, null, default);
            if ((await FactsAsync(database, plugin)).FirstOrDefault() is { } left)
                return $"The Down of the migrations leaves \"{left}\" behind. Drop in Down what Up made.";
            await migrator.MigrateAsync([set], default);
            return (await FactsAsync(database, plugin)).SequenceEqual(migrated) ? null : "Up, Down and Up again don't make the same tables. Make Down the opposite of Up.";
        }
        catch (Exception failure) when (failure is MigrationFailedException or System.Data.Common.DbException or NotSupportedException)
        {
            return $"The migrations can't be taken back and done again: {failure.Message} Write a Down that is the opposite of Up.";
        }
    }

    static IEnumerable<string> Differences(IReadOnlyList<string> model, IReadOnlyList<string> migrated, DatabaseKind kind) =>
    [
        .. model.Except(migrated).Select(fact => $"The model has \"{fact}\" and the migrated database hasn't ({kind}). Write a migration that makes it."),
        .. migrated.Except(model).Where(fact => !SchemaFacts.IsForSpeed(fact)).Select(fact => $"The migrations make \"{fact}\" and the model doesn't know it ({kind}). Configure it in ConfigureModel, or drop it in a migration."),
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
        [.. (await SchemaFacts.ReadAsync(database)).Where(fact => fact.Contains(plugin.Manifest.TablePrefix, StringComparison.Ordinal))];
}
