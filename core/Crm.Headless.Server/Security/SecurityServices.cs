namespace Crm.Headless.Server.Security;

internal static class SecurityServices
{
    /// <summary>What a request's scope needs to know about who acts and what he sees, and the commands for those who come in.</summary>
    public static IServiceCollection AddSecurity(this IServiceCollection services) => services
        .AddScoped<Actor>()
        .AddScoped<IActor>(scope => scope.GetRequiredService<Actor>())
        .AddRowPolicies()
        .AddSingleton<DeclaredScopes>()
        .AddSingleton<MaskedTypes>()
        .AddScoped<Grants>()
        .AddScoped<ApiClientCommands>();

    static IServiceCollection AddRowPolicies(this IServiceCollection services) => services
        .AddScoped<RowPolicies>()
        .AddScoped<IRowPolicy<Unit>, UnitPolicy>()
        .AddScoped<IRowPolicy<UnitMembership>, UnitMembershipPolicy>()
        .AddScoped<IRowPolicy<User>, UserPolicy>()
        .AddScoped<IRowPolicy<ApiClient>, ApiClientPolicy>()
        .AddScoped<IRowPolicy<Contact>, ContactPolicy>()
        .AddScoped<IRowPolicy<Account>, AccountPolicy>()
        .AddScoped<IRowPolicy<Interaction>, InteractionPolicy>();
}
