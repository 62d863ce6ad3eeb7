using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Faults;
using Crm.Headless.Server.Http;
using Crm.Headless.Server.Jobs;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server;

/// <summary>Puts the server together. Any number of hosts can live in one process.</summary>
public static class CrmHost
{
    /// <summary>
    /// A host that isn't started yet. Starting it migrates the database and builds the first generation before it listens.
    /// </summary>
    /// <param name="args">Settings, as <c>--Crm:DataFolder=/var/lib/crm</c>.</param>
    /// <param name="configure">The last word on settings and services.</param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        HostDefaults.Apply(builder);
        AddServices(builder.Services, builder.Configuration);
        configure?.Invoke(builder);
        HostDefaults.ApplyAddress(builder);

        var app = builder.Build();
        app.MapCrm();
        return app;
    }

    /// <summary>
    /// Hosted services start in this order: the database and the first generation, then the event handlers; the key when it listens.
    /// </summary>
    static void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddDiscreetLogging()
        .AddSingleton(TimeProvider.System)
        .AddSingleton(provider => new Database(DataFolder.Locate(configuration), provider.GetRequiredService<ILoggerFactory>()))
        .AddSingleton(_ => configuration.GetSection(GraphQLHttpOptions.Section).Get<ExecutorOptions>() ?? new())
        .AddPlugins()
        .AddEventDispatcher()
        .AddHostedService<JobDispatcher>()
        .AddSecurityHosting()
        .AddGraphQLHttp(configuration);
}
