using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Crm.Headless.Server.Plugins;

/// <summary>Brings a plugin's tables to the form that its code expects. It may touch no others.</summary>
sealed class PluginMigrations(Database database, Migrator migrator)
{
    public async Task RunAsync(LoadedPlugin plugin, CancellationToken ct)
    {
        var types = plugin.Types
            .Where(type => type.IsSubclassOf(typeof(Migration)) && !type.IsAbstract && type.IsDefined(typeof(MigrationAttribute), false)).ToList();
        if (types.Count == 0) return;
        foreach (var type in types) CheckTables(plugin, type);
        await migrator.MigrateAsync([new MigrationSet(plugin.Id, types)], ct);
    }

    void CheckTables(LoadedPlugin plugin, Type type)
    {
        var migration = (Migration)Activator.CreateInstance(type, nonPublic: true)!;
        migration.ActiveProvider = database.Provider == DatabaseProvider.Sqlite ? "Microsoft.EntityFrameworkCore.Sqlite" : "Npgsql.EntityFrameworkCore.PostgreSQL";
        var foreign = migration.UpOperations.Select(TableOf)
            .FirstOrDefault(table => table is not null && !table.StartsWith(plugin.Manifest.TablePrefix, StringComparison.Ordinal));
        if (foreign is not null)
            throw new PluginException(
                $"Plugin \"{plugin.Id}\" has a migration {type.Name} that changes the table \"{foreign}\", which doesn't begin with its prefix "
                + $"\"{plugin.Manifest.TablePrefix}\". A plugin changes its own tables only: name the table {plugin.Manifest.TablePrefix}{foreign}.");
    }

    static string? TableOf(MigrationOperation operation) => operation switch
    {
        CreateTableOperation create => create.Name,
        DropTableOperation drop => drop.Name,
        ITableMigrationOperation other => other.Table,
        _ => null,
    };
}
