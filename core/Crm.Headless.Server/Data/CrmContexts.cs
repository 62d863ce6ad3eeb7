using Crm.Headless.Server.Data.Sensitive;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Security.DataKeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Crm.Headless.Server.Data;

/// <summary>
/// The contexts of one generation. It has an EF service provider of its own, because EF's shared one would keep every plugin
/// that was ever part of a model.
/// </summary>
internal sealed class CrmContexts : IDisposable
{
    readonly ServiceProvider _services;

    public CrmContexts(Database database, DataProtector protector, IReadOnlyList<ModelPart> parts)
    {
        Database = database;
        _services = EntityFramework(database).BuildServiceProvider();
        var options = new DbContextOptionsBuilder<CrmDb>().UseInternalServiceProvider(_services);
        database.Configure(options);
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new ModelParts(database.Provider, protector, parts));
        Factory = new PooledDbContextFactory<CrmDb>(options.Options, poolSize: 64);
    }

    public Database Database { get; }
    public PooledDbContextFactory<CrmDb> Factory { get; }

    /// <summary>Builds the model now, so that a plugin's mistake shows before the generation serves.</summary>
    /// <exception cref="ModelConflictException">A plugin's part isn't its own.</exception>
    public void BuildModel()
    {
        using var db = Factory.CreateDbContext();
        _ = db.Model;
    }

    /// <summary>What its model stores encrypted.</summary>
    public IReadOnlyList<ProtectedColumn> SensitiveColumns()
    {
        using var db = Factory.CreateDbContext();
        return ProtectedColumn.Of(db.Model);
    }

    public void Dispose() => _services.Dispose();

    /// <summary>Queries on sensitive texts compare their hashes, or are refused.</summary>
    static void GuardSensitive(ServiceCollection services)
    {
        services.AddSingleton<IInterceptor, SensitiveEquality>();
        var inner = services.Last(service => service.ServiceType == typeof(IQueryTranslationPostprocessorFactory)).ImplementationType!;
        services.AddScoped(inner);
        services.Replace(ServiceDescriptor.Scoped<IQueryTranslationPostprocessorFactory>(scope => new SensitiveColumnsFactory(
            (IQueryTranslationPostprocessorFactory)scope.GetRequiredService(inner), scope.GetRequiredService<QueryTranslationPostprocessorDependencies>())));
    }

    internal static ServiceCollection EntityFramework(Database database)
    {
        var services = new ServiceCollection();
        if (database.Loggers is not null)
            services.AddSingleton(database.Loggers);
        if (database.Provider == DatabaseProvider.Sqlite)
            services.AddEntityFrameworkSqlite();
        else
            services.AddEntityFrameworkNpgsql();
        services.Replace(ServiceDescriptor.Scoped<IAsyncQueryProvider, SessionQueryProvider>());
        services.AddSingleton<IInterceptor, TrackedQueries>();
        InterpretedConstants.Use(services);
        SqlLiteral.Use(services);
        GuardSensitive(services);
        return services;
    }
}
