namespace Crm.Headless.Server.Security;

internal static class AdminKeyHosting
{
    /// <summary>The host's part: who may come in, and the first key.</summary>
    public static IServiceCollection AddAdminKey(this IServiceCollection services) => services
        .AddSingleton<AdminKeys>()
        .AddSingleton<Authenticator>()
        .AddSingleton<KeyWatch>()
        .AddHostedService(provider => provider.GetRequiredService<KeyWatch>())
        .AddSingleton<FirstKey>()
        .AddHostedService(provider => provider.GetRequiredService<FirstKey>());
}
