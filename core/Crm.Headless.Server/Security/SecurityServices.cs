namespace Crm.Headless.Server.Security;

internal static class SecurityServices
{
    /// <summary>What a request's scope needs to know about who acts, and the commands for those who come in.</summary>
    public static IServiceCollection AddSecurity(this IServiceCollection services) => services
        .AddScoped<Actor>()
        .AddSingleton<DeclaredScopes>()
        .AddScoped<Grants>()
        .AddScoped<ApiClientCommands>();
}
