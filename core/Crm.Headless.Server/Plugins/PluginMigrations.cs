using System.Reflection;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Plugins.Containment;
using Crm.Headless.Server.Plugins.Life;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Crm.Headless.Server.Plugins;

/// <summary>
/// Brings the plugins' tables to the form that their code expects. A plugin may touch no others: the names that its operations give are
/// checked. What it writes as SQL of its own is not.
/// </summary>
sealed class PluginMigrations(Database database, Migrator migrator, PluginLimits limits)
{
    /// <summary>
    /// Core's first, then the plugins' in their order. Steps that the version before wouldn't survive wait for <see cref="ContractAsync"/>,
    /// unless the plugin has no tables yet.
    /// </summary>
    /// <param name="applied">Hears how many of how many are done.</param>
    public async Task RunAsync(IEnumerable<LoadedPlugin> plugins, Func<int, int, Task> applied, CancellationToken ct)
    {
        var sets = new List<MigrationSet>();
        foreach (var plugin in plugins)
        {
            var all = CheckedSetOf(plugin);
            if (all.Migrations.Count == 0) continue;
            var isNew = !all.Migrations.Any(IsContract) || !await migrator.HasHistoryAsync(all, ct);
            sets.Add(isNew ? all : all with { Migrations = [.. all.Migrations.Where(type => !IsContract(type))] });
        }
        if (sets.Count > 0) await migrator.MigrateAsync(sets, ct, applied);
    }

    /// <summary>The steps that had to wait until no version before is in use.</summary>
    public async Task ContractAsync(IEnumerable<LoadedPlugin> plugins, CancellationToken ct)
    {
        var sets = plugins.Select(CheckedSetOf).Where(set => set.Migrations.Any(IsContract)).ToList();
        if (sets.Count > 0) await migrator.MigrateAsync(sets, ct);
    }

    /// <summary>What would be applied.</summary>
    public async Task<IReadOnlyList<PluginPlanMigration>> PendingAsync(IEnumerable<LoadedPlugin> plugins, CancellationToken ct)
    {
        var sets = plugins.Select(CheckedSetOf).Where(set => set.Migrations.Count > 0).ToList();
        var contracts = sets.SelectMany(set => set.Migrations.Where(IsContract).Select(type => (set.Owner, IdOf(type)))).ToHashSet();
        return
        [
            .. from step in await migrator.PendingAsync(sets, ct)
               where step.Owner != MigrationSet.Core.Owner
               select new PluginPlanMigration(
                   step.Owner, step.Id, contracts.Contains((step.Owner, step.Id)) ? MigrationStage.Contract : MigrationStage.Expand),
        ];
    }

    /// <summary>Steps to come that would take away what the version that serves meanwhile still uses.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <param name="pending">The steps.</param>
    /// <param name="serving">The plugins that serve now.</param>
    public IEnumerable<string> TakingAway(IEnumerable<LoadedPlugin> plugins, IReadOnlyList<PluginPlanMigration> pending, IReadOnlySet<string> serving) =>
        from plugin in plugins
        where serving.Contains(plugin.Id)
        from type in SetOf(plugin).Migrations
        where pending.Contains(new(plugin.Id, IdOf(type), MigrationStage.Expand))
        from operation in OperationsOf(plugin, type)
        where TakenBy(operation) is not null
        select $"The migration {type.Name} of plugin \"{plugin.Id}\" takes away {TakenBy(operation)}, which the version that serves meanwhile may use. "
            + "Put that into a migration of its own and mark it [Contract], so that it waits until no version before is in use.";

    static string? TakenBy(MigrationOperation operation) => operation switch
    {
        DropTableOperation drop => $"the table {drop.Name}",
        RenameTableOperation rename => $"the name of the table {rename.Name}",
        DropColumnOperation drop => $"the column {drop.Table}.{drop.Name}",
        RenameColumnOperation rename => $"the name of the column {rename.Table}.{rename.Name}",
        _ => null,
    };

    static bool IsContract(Type migration) => migration.IsDefined(typeof(ContractAttribute), false);

    static string IdOf(Type migration) => migration.GetCustomAttribute<MigrationAttribute>()!.Id;

    /// <summary>All of a plugin.</summary>
    public static MigrationSet SetOf(LoadedPlugin plugin) => new(plugin.Id,
        [.. plugin.Types.Where(type => type.IsSubclassOf(typeof(Migration)) && !type.IsAbstract && type.IsDefined(typeof(MigrationAttribute), false))]);

    MigrationSet CheckedSetOf(LoadedPlugin plugin)
    {
        var set = SetOf(plugin);
        foreach (var type in set.Migrations) CheckTables(plugin, type);
        return set;
    }

    IReadOnlyList<MigrationOperation> OperationsOf(LoadedPlugin plugin, Type type)
    {
        var migration = (Migration)Activator.CreateInstance(type, nonPublic: true)!;
        migration.ActiveProvider = database.Provider == DatabaseProvider.Sqlite
            ? "Microsoft.EntityFrameworkCore.Sqlite" : "Npgsql.EntityFrameworkCore.PostgreSQL";
        return StartingCode.Run(plugin.Id, $"the Up of its migration {type.Name}", limits.Start, () => migration.UpOperations);
    }

    void CheckTables(LoadedPlugin plugin, Type type)
    {
        var foreign = OperationsOf(plugin, type).SelectMany(NamesIn)
            .FirstOrDefault(name => !name.StartsWith(plugin.Manifest.TablePrefix, StringComparison.Ordinal));
        if (foreign is not null)
            throw new PluginException(
                $"Plugin \"{plugin.Id}\" has a migration {type.Name} that changes the table \"{foreign}\", "
                + $"which doesn't begin with its prefix \"{plugin.Manifest.TablePrefix}\". A plugin changes its own tables only: "
                + $"name the table {plugin.Manifest.TablePrefix}{foreign}.");
    }

    static IEnumerable<string> NamesIn(MigrationOperation operation) => operation switch
    {
        CreateTableOperation create => [create.Name],
        DropTableOperation drop => [drop.Name],
        RenameTableOperation rename => [rename.Name, .. Given(rename.NewName)],
        CreateSequenceOperation create => [create.Name],
        AlterSequenceOperation alter => [alter.Name],
        RestartSequenceOperation restart => [restart.Name],
        RenameSequenceOperation rename => [rename.Name, .. Given(rename.NewName)],
        DropSequenceOperation drop => [drop.Name],
        DropIndexOperation drop => [drop.Table ?? drop.Name],
        ITableMigrationOperation other => Given(other.Table),
        _ => [],
    };

    static string[] Given(string? name) => name is null ? [] : [name];
}
