namespace Crm.Headless.Server.Events;

/// <summary>What the other parts use of events.</summary>
static class EventsServices
{
    /// <summary>Of every generation.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services)
    {
        services.AddScoped<OutboxWriter>();
        services.AddSingleton<PluginWriter>();
        services.AddSingleton<PredicateCache>();
        services.AddScoped<CrmStore>();
        services.AddScoped<ICrmStore>(scope => scope.GetRequiredService<CrmStore>());
        return services;
    }

    /// <summary>Of the host: once per process.</summary>
    public static IServiceCollection AddEventDispatcher(this IServiceCollection services)
    {
        services.AddOptions<DispatcherOptions>().BindConfiguration("Crm:Events");
        services.AddSingleton<PluginWriter>();
        services.AddSingleton<EventDispatcher>();
        services.AddHostedService(host => host.GetRequiredService<EventDispatcher>());
        services.AddSingleton<DispatcherProgress>();
        return services;
    }
}
