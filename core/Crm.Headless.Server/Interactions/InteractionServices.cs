namespace Crm.Headless.Server.Interactions;

static class InteractionServices
{
    public static IServiceCollection AddInteractions(this IServiceCollection services) => services
        .AddSingleton<RetiredKinds>()
        .AddScoped<InteractionCommands>();
}
