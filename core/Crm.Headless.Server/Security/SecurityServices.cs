namespace Crm.Headless.Server.Security;

internal static class SecurityServices
{
    /// <summary>What a request's scope needs to know about who acts.</summary>
    public static IServiceCollection AddSecurity(this IServiceCollection services) => services.AddScoped<Actor>();
}
