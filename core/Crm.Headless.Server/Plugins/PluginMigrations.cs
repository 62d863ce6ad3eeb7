using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Crm.Headless.Server.Plugins;

/// <summary>
/// Brings the plugins' tables to the form that their code expects. A plugin may touch no others: the names that its operations give are
/// checked. What it writes as SQL of its own is not.
/// </summary>
sealed class PluginMigrations(Database database, Migrator migrator)
{
    /// <summary>Core's first, then the plugins' in their order.</summary>
    public async Task RunAsync(IEnumerable<LoadedPlugin> plugins, CancellationToken ct)
    {
        var sets = plugins.Select(SetOf).Where(set => set.Migrations.Count > 0).ToList();
        if (sets.Count > 0) await migrator.MigrateAsync(sets, ct);
    }

    MigrationSet SetOf(LoadedPlugin plugin)
    {
        var types = plugin.Types
            .Where(type => type.IsSubclassOf(typeof(Migration)) && !type.IsAbstract && type.IsDefined(typeof(MigrationAttribute), false))
            .ToList();
        foreach (var type in types) CheckTables(plugin, type);
        return new(plugin.Id, types);
    }

    void CheckTables(LoadedPlugin plugin, Type type)
    {
        var migration = (Migration)Activator.CreateInstance(type, nonPublic: true)!;
        migration.ActiveProvider = database.Provider == DatabaseProvider.Sqlite
            ? "Microsoft.EntityFrameworkCore.Sqlite" : "Npgsql.EntityFrameworkCore.PostgreSQL";
        var foreign = migration.UpOperations.SelectMany(NamesIn)
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
