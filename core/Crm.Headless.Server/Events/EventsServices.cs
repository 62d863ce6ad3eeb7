using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Faults;
using Crm.Headless.Server.Plugins.Containment;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Crm.Headless.Server.Events;

/// <summary>What the other parts use of events.</summary>
static class EventsServices
{
    /// <summary>Of every generation. Takes the <see cref="ITopicSource"/> from the host.</summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="plugins">The events of plugins; null: there are none.</param>
    public static IServiceCollection AddEvents(this IServiceCollection services, PluginEventTypes? plugins = null) => services
        .AddSingleton(plugins ?? PluginEventTypes.None)
        .AddPluginWriter()
        .AddSingleton<PredicateCache>()
        .AddScoped<CrmStore>()
        .AddScoped<ICrmStore>(scope => scope.GetRequiredService<CrmStore>())
        .AddScoped<ChangeReader>()
        .AddScoped<SeenEvents>()
        .AddSingleton<ParkedLanes>()
        .AddSingleton<EventReplay>();

    /// <summary>Of the host, once per process. Takes the handlers from an <see cref="IHandlerSource"/>.</summary>
    public static IServiceCollection AddEventDispatcher(this IServiceCollection services)
    {
        services.TryAddSingleton<FaultText>();
        services.AddOptions<DispatcherOptions>().BindConfiguration("Crm:Events");
        return services
            .AddPluginWriter()
            .AddSingleton<EventDispatcher>()
            .AddHostedService(host => host.GetRequiredService<EventDispatcher>())
            .AddSingleton<TopicBroadcaster>()
            .AddSingleton<ITopicSource, Topics>()
            .AddHostedService(host => host.GetRequiredService<TopicBroadcaster>())
            .AddHostedService<FeedListener>()
            .AddSingleton<DispatcherProgress>();
    }

    static IServiceCollection AddPluginWriter(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => PluginLimits.Read(provider.GetRequiredService<IConfiguration>()));
        return services.AddSingleton<PluginWriter>();
    }
}
