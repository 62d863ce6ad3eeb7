using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.Generations;

/// <summary>Generations without a web server, on a database and a plugins folder that are thrown away.</summary>
sealed class GenerationHost : IAsyncDisposable
{
    readonly TestDatabase _database;
    readonly ServiceProvider _services;

    GenerationHost(TestDatabase database, ServiceProvider services) => (_database, _services) = (database, services);

    public Server.Plugins.Generations Generations => _services.GetRequiredService<Server.Plugins.Generations>();
    public PluginContexts LoadContexts => _services.GetRequiredService<PluginContexts>();

    public Database Database => _services.GetRequiredService<Database>();

    public static Task<GenerationHost> StartAsync(PluginsFolder plugins, params IEnumerable<KeyValuePair<string, string?>> settings) =>
        StartAsync(plugins, DatabaseKind.Sqlite, settings);

    public static Task<GenerationHost> StartAsync(PluginsFolder plugins, IInterceptor interceptor) =>
        StartAsync(plugins, DatabaseKind.Sqlite, [], interceptor);

    public static Task<GenerationHost> StartAsync(
        PluginsFolder plugins, DatabaseKind kind, params IEnumerable<KeyValuePair<string, string?>> settings) =>
        StartAsync(plugins, kind, settings, []);

    static async Task<GenerationHost> StartAsync(
        PluginsFolder plugins, DatabaseKind kind, IEnumerable<KeyValuePair<string, string?>> settings, params IInterceptor[] interceptors)
    {
        var database = await TestDatabase.CreateAsync(kind);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Crm:Plugins:AutoEnable", "true")])
            .AddInMemoryCollection(
            [
                new("ConnectionStrings:Crm", database.ConnectionString), new("Crm:Plugins:Folder", plugins.Root),
                new("Crm:Security:DataKeys:0:Id", "test"), new("Crm:Security:DataKeys:0:Key", database.DataKey), .. settings,
            ])
            .Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(new Database(DatabaseOptions.Read(configuration), null, interceptors))
            .AddPlugins()
            .AddEventDispatcher()
            .AddSecurityHosting()
            .BuildServiceProvider();
        var host = new GenerationHost(database, services);
        try
        {
            await services.GetRequiredService<PluginStart>().StartingAsync(default);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public IReadOnlyList<PluginReport> Reports()
    {
        using var lease = Generations.Lease();
        return lease.Generation.Services.GetRequiredService<InstalledPlugins>().Reports;
    }

    public PluginReport Report(string id) => Assert.Single(Reports(), report => report.Id == id);

    public bool HasField(string type, string field)
    {
        using var lease = Generations.Lease();
        return lease.Generation.Schema.Types[type] is Crm.Headless.GraphQL.Schema.ObjectType fields && fields.Fields.ContainsKey(field);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
