using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Crm.Headless.Server.Data;

/// <summary>EF's migrator for hand-written migrations: without snapshots, each set with its own history, the same file for both databases.</summary>
static class MigrationServices
{
    public static ServiceProvider Build(Database database)
    {
        var services = CrmContexts.EntityFramework(database);
        services.Replace(ServiceDescriptor.Scoped<IMigrationsAssembly, HandWrittenMigrations>());
        DecorateSql(services, database.Provider);
        if (database.Provider == DatabaseProvider.Sqlite)
            services.Replace(ServiceDescriptor.Scoped<IHistoryRepository, SqliteHistory>());
        return services.BuildServiceProvider();
    }

    public static MigrationDb Context(Database database, MigrationSet set, IServiceProvider services)
    {
        var options = new DbContextOptionsBuilder<MigrationDb>().UseInternalServiceProvider(services);
        database.Configure(options, set.HistoryTable);
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new MigrationSetExtension(set));
        return new MigrationDb(options.Options);
    }

    static void DecorateSql(ServiceCollection services, DatabaseProvider provider)
    {
        var inner = services.Last(service => service.ServiceType == typeof(IMigrationsSqlGenerator)).ImplementationType!;
        services.AddScoped(inner);
        services.Replace(ServiceDescriptor.Scoped<IMigrationsSqlGenerator>(
            scope => new PortableMigrationsSql((IMigrationsSqlGenerator)scope.GetRequiredService(inner), provider)));
    }
}

/// <summary>Needs no entities: the migrations say everything.</summary>
sealed class MigrationDb(DbContextOptions<MigrationDb> options) : DbContext(options);

/// <summary>Finds the migrations of the set that the context is for.</summary>
sealed class HandWrittenMigrations(IDbContextOptions options) : IMigrationsAssembly
{
    readonly SortedList<string, TypeInfo> _migrations = new(
        options.FindExtension<MigrationSetExtension>()!.Set.Migrations.ToDictionary(
            type => type.GetCustomAttribute<MigrationAttribute>()!.Id, type => type.GetTypeInfo()), StringComparer.Ordinal);

    public IReadOnlyDictionary<string, TypeInfo> Migrations => _migrations;
    public ModelSnapshot? ModelSnapshot => null;
    public Assembly Assembly => typeof(HandWrittenMigrations).Assembly;

    public string? FindMigrationId(string nameOrId)
        => _migrations.Keys.FirstOrDefault(id => id == nameOrId || id.EndsWith("_" + nameOrId, StringComparison.Ordinal));

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        var migration = (Migration)Activator.CreateInstance(migrationClass.AsType(), nonPublic: true)!;
        migration.ActiveProvider = activeProvider;
        return migration;
    }

    public void AddMigrations(Assembly additionalMigrationsAssembly)
        => throw new NotSupportedException("The migrations of a set are all named when the set is made.");
}

sealed class MigrationSetExtension(MigrationSet set) : IDbContextOptionsExtension
{
    public MigrationSet Set => set;
    public DbContextOptionsExtensionInfo Info => new ExtensionInfo(this);

    public void ApplyServices(IServiceCollection services) { }

    public void Validate(IDbContextOptions options) { }

    sealed class ExtensionInfo(MigrationSetExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;
        public override string LogFragment => $"Migrations={extension.Set.Owner} ";
        public override int GetServiceProviderHashCode() => 0;
        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;
        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["Crm:Migrations"] = extension.Set.Owner;
    }
}
