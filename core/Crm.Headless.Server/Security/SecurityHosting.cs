using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Security;

internal static class SecurityHosting
{
    /// <summary>The host's part: who may come in, and the first key.</summary>
    public static IServiceCollection AddSecurityHosting(this IServiceCollection services) => services
        .AddSingleton<SecurityLog>()
        .AddSingleton<PublicAddress>()
        .AddSingleton<SecurityData>()
        .AddSingleton<AdminKeys>()
        .AddSingleton<SigningKeys>()
        .AddSingleton<TokenSettings>()
        .AddSingleton<AccessTokens>()
        .AddSingleton<TokenPrincipals>()
        .AddSingleton<IdentityProviders>()
        .AddSingleton<SignIns>()
        .AddSingleton<PersonPrincipals>()
        .AddSingleton<MemberExchange>()
        .AddSingleton<TokenEndpoint>()
        .AddSingleton<OAuthMetadata>()
        .AddSingleton<StandingSignal>()
        .AddSingleton<NodeSignal>(provider => provider.GetRequiredService<StandingSignal>())
        .AddSingleton<Standing>()
        .AddSingleton<ApiKeys>()
        .AddSingleton<Authenticator>()
        .AddSingleton<LastUse>()
        .AddHostedService(provider => provider.GetRequiredService<LastUse>())
        .AddSingleton<KeyWatch>()
        .AddHostedService(provider => provider.GetRequiredService<KeyWatch>())
        .AddSingleton<FirstKey>()
        .AddHostedService(provider => provider.GetRequiredService<FirstKey>());
}
