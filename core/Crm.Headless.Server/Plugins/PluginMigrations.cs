using System.Reflection;
using System.Runtime.CompilerServices;
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
sealed class PluginMigrations(Database database, Migrator migrator, KnownPrefixes prefixes, PluginLimits limits)
{
    // Up is code of the plugin's and may take its time: it is asked once, for as long as it is loaded.
    readonly ConditionalWeakTable<Type, IReadOnlyList<MigrationOperation>> _operations = [];

    /// <summary>
    /// Core's first, then the plugins' in their order. Steps that the version before wouldn't survive wait for <see cref="ContractAsync"/>,
    /// unless the plugin has no tables yet.
    /// </summary>
    /// <param name="applied">Hears how many of how many are done.</param>
    public async Task RunAsync(IReadOnlyList<LoadedPlugin> plugins, Func<int, int, Task> applied, CancellationToken ct)
    {
        await prefixes.RememberAsync([.. plugins.Where(plugin => SetOf(plugin).Migrations.Count > 0)], ct);
        if ((await PendingAsync(plugins, ct)).Count == 0) return;
        var sets = new List<MigrationSet>();
        foreach (var all in SetsOf(plugins))
        {
            var isNew = !all.Migrations.Any(IsContract) || (await migrator.AppliedAsync(all, ct)).Count == 0;
            sets.Add(isNew ? all : all with { Migrations = [.. all.Migrations.Where(type => !IsContract(type))] });
        }
        await migrator.MigrateAsync(sets, ct, applied);
    }

    /// <summary>The steps that had to wait until no version before is in use.</summary>
    public async Task ContractAsync(IEnumerable<LoadedPlugin> plugins, CancellationToken ct)
    {
        var sets = SetsOf(plugins).Where(set => set.Migrations.Any(IsContract)).ToList();
        if (sets.Count > 0) await migrator.MigrateAsync(sets, ct);
    }

    /// <summary>What would be applied.</summary>
    /// <exception cref="PluginException">One of them changes a table that isn't the plugin's own.</exception>
    public async Task<IReadOnlyList<PluginPlanMigration>> PendingAsync(IReadOnlyList<LoadedPlugin> plugins, CancellationToken ct)
    {
        var sets = SetsOf(plugins);
        var steps = new List<PluginPlanMigration>();
        if (sets.Count == 0) return steps;
        foreach (var pending in (await migrator.PendingAsync(sets, ct)).Where(pending => pending.Owner != MigrationSet.Core.Owner))
        {
            var step = Find(plugins, pending.Owner, pending.Id);
            CheckTables(step);
            steps.Add(new(pending.Owner, pending.Id, IsContract(step.Type) ? MigrationStage.Contract : MigrationStage.Expand));
        }
        return steps;
    }

    /// <summary>Looks at all migrations of a plugin, also at those that are applied here already: elsewhere they aren't.</summary>
    /// <returns>Those that are applied here and that the plugin doesn't have: a later version made the tables.</returns>
    /// <exception cref="PluginException">One changes a table that isn't the plugin's own.</exception>
    public async Task<IReadOnlyList<string>> CheckAsync(LoadedPlugin plugin, CancellationToken ct)
    {
        var set = SetOf(plugin);
        foreach (var type in set.Migrations) CheckTables(new(plugin, type));
        return [.. (await migrator.AppliedAsync(set, ct)).Except(set.Migrations.Select(IdOf))];
    }

    /// <summary>Steps to come that would take away what the version that serves meanwhile still uses.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <param name="pending">The steps.</param>
    /// <param name="serving">The plugins that serve now.</param>
    public IEnumerable<string> TakingAway(IReadOnlyList<LoadedPlugin> plugins, IReadOnlyList<PluginPlanMigration> pending, IReadOnlySet<string> serving) =>
        from migration in pending
        where migration.Stage == MigrationStage.Expand && serving.Contains(migration.Plugin)
        let step = Find(plugins, migration.Plugin, migration.Id)
        from operation in OperationsOf(step)
        where TakenBy(operation) is not null
        select $"The migration {step.Type.Name} of plugin \"{migration.Plugin}\" takes away {TakenBy(operation)}, which the version that serves meanwhile may use. "
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

    static List<MigrationSet> SetsOf(IEnumerable<LoadedPlugin> plugins) => [.. plugins.Select(SetOf).Where(set => set.Migrations.Count > 0)];

    static Step Find(IReadOnlyList<LoadedPlugin> plugins, string owner, string id)
    {
        var plugin = plugins.First(plugin => plugin.Id == owner);
        return new(plugin, SetOf(plugin).Migrations.First(type => IdOf(type) == id));
    }

    IReadOnlyList<MigrationOperation> OperationsOf(Step step) => _operations.GetValue(step.Type, _ => Run(step));

    IReadOnlyList<MigrationOperation> Run(Step step)
    {
        var migration = (Migration)Activator.CreateInstance(step.Type, nonPublic: true)!;
        migration.ActiveProvider = database.Provider == DatabaseProvider.Sqlite
            ? "Microsoft.EntityFrameworkCore.Sqlite" : "Npgsql.EntityFrameworkCore.PostgreSQL";
        return StartingCode.Run(step.Plugin.Id, $"the Up of its migration {step.Type.Name}", limits.Start, () => migration.UpOperations);
    }

    void CheckTables(Step step)
    {
        var (plugin, type) = step;
        var foreign = OperationsOf(step).SelectMany(NamesIn)
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

    readonly record struct Step(LoadedPlugin Plugin, Type Type);
}
