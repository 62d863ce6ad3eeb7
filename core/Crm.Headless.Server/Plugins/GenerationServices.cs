using System.Text.Json.Nodes;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Accounts;
using Crm.Headless.Server.ClientOperations;
using Crm.Headless.Server.Contacts;
using Crm.Headless.Server.Contacts.Lifecycle;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Faults;
using Crm.Headless.Server.InProcess;
using Crm.Headless.Server.Interactions;
using Crm.Headless.Server.Plugins.Containment;
using Crm.Headless.Server.Plugins.Endpoints;
using Crm.Headless.Server.Plugins.Exports;
using Crm.Headless.Server.Plugins.Health;
using Crm.Headless.Server.Plugins.Life;
using Crm.Headless.Server.Plugins.Settings;
using Crm.Headless.Server.Search;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;
using Crm.Headless.Server.Security.DataKeys;
using Crm.Headless.Server.Units;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Plugins;

/// <summary>The container of a generation: what it takes from the host, core's own, the plugins'.</summary>
static class GenerationServices
{
    public static IServiceCollection Of(
        IServiceProvider host, GraphQLSchema schema, CrmContexts contexts, IReadOnlyList<LoadedPlugin> plugins, PluginEventTypes events,
        IReadOnlyDictionary<string, JsonObject> settings, InstalledPlugins installed)
    {
        var routes = new PluginRoutes(plugins, host.GetRequiredService<PluginLimits>().Start);
        var services = new ServiceCollection()
            .AddHost(host)
            .AddSingleton(schema)
            .AddSingleton<IDbContextFactory<CrmDb>>(contexts.Factory)
            .AddSingleton(installed)
            .AddSingleton(new PersonLifecycles(plugins, contexts))
            .AddSingleton(new GenerationContents(schema, contexts, plugins, events, routes))
            .AddSecurity()
            .AddData()
            .AddEvents(events)
            .AddContacts()
            .AddAccounts()
            .AddInteractions()
            .AddUnits()
            .AddSearch()
            .AddScoped<OperationRegistry>()
            .AddScoped<PluginAdministration>()
            .AddScoped<SettingsCommands>()
            .AddScoped<ICrmApi, PluginApi>()
            .AddSingleton(routes)
            .AddSingleton(new PluginHealthFactories(plugins))
            .AddSingleton<PluginHealthChecks>();
        var own = services.Select(service => service.ServiceType).ToHashSet();
        foreach (var plugin in plugins)
        {
            if (SettingsReader.Read(plugin, settings.GetValueOrDefault(plugin.Id, [])) is { } read) services.AddSingleton(read.GetType(), read);
            AddPlugin(services, plugin, own, host.GetRequiredService<PluginLimits>().Start);
        }
        return services;
    }

    // As instances: a container doesn't dispose of what it didn't make.
    static IServiceCollection AddHost(this IServiceCollection services, IServiceProvider host) => services
        .AddSingleton(host.GetRequiredService<TimeProvider>())
        .AddSingleton(host.GetRequiredService<IConfiguration>())
        .AddSingleton(host.GetRequiredService<ILoggerFactory>())
        .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
        .AddSingleton(host.GetRequiredService<Database>())
        .AddSingleton(host.GetRequiredService<DataProtector>())
        .AddSingleton(host.GetRequiredService<AuditLog>())
        .AddSingleton(host.GetRequiredService<AuditVerifier>())
        .AddSingleton(host.GetRequiredService<CommitSignal>())
        .AddSingleton(host.GetRequiredService<StandingSignal>())
        .AddSingleton(host.GetRequiredService<SecurityLog>())
        .AddSingleton(host.GetRequiredService<ITopicSource>())
        .AddSingleton(host.GetRequiredService<PluginStore>())
        .AddSingleton(host.GetRequiredService<PluginExports>())
        .AddSingleton(host.GetRequiredService<PluginNodes>())
        .AddSingleton(host.GetRequiredService<PluginLeaks>())
        .AddSingleton(host.GetRequiredService<BrokenBuilds>())
        .AddSingleton(host.GetRequiredService<PluginBreakers>())
        .AddSingleton<IPluginCode>(host.GetRequiredService<PluginBreakers>())
        .AddSingleton(host.GetRequiredService<PluginLimits>())
        .AddSingleton(host.GetRequiredService<PluginCalls>())
        .AddSingleton(host.GetRequiredService<FaultText>())
        .AddSingleton(host.GetRequiredService<PluginDirectory>())
        .AddSingleton(host.GetRequiredService<SettingsSource>())
        .AddSingleton(host.GetRequiredService<PluginPlanner>())
        .AddSingleton(host.GetRequiredService<PluginChanges>());

    // Libraries register what they need of the framework, such as options and logging, once per plugin: the host's own stays.
    static void AddPlugin(IServiceCollection services, LoadedPlugin plugin, HashSet<Type> hosts, TimeSpan limit)
    {
        var added = new ServiceCollection();
        StartingCode.Run(plugin.Id, "its ConfigureServices", limit, () => plugin.Instance.ConfigureServices(added));
        foreach (var service in added)
        {
            if (!IsFramework(service.ServiceType) && !IsPolicy(service.ServiceType) && services.Any(other => other.ServiceType == service.ServiceType))
                throw new PluginException(
                    $"Plugin \"{plugin.Id}\" registers the service {service.ServiceType.Name}, which the host or another plugin "
                    + "has registered already. Register a type of the plugin's own.");
        }
        foreach (var service in added.Where(service => IsPolicy(service.ServiceType) || !hosts.Contains(service.ServiceType))) services.Add(service);
    }

    /// <summary>Everybody's hold together, core's included.</summary>
    static bool IsPolicy(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IRowPolicy<>);

    static bool IsFramework(Type type) =>
        type.Assembly.GetName().Name is { } name && (name.StartsWith("System.") || name.StartsWith("Microsoft."));
}
