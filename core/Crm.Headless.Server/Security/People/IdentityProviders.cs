using Microsoft.IdentityModel.Protocols;

namespace Crm.Headless.Server.Security;

/// <summary>The configured identity providers.</summary>
sealed class IdentityProviders : IDisposable
{
    const int MaxAnswerBytes = 1 << 20;

    /// <summary>No redirects: keys come from where the configuration says.</summary>
    readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(5),
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    readonly Dictionary<string, IdentityProvider> _byIssuer;

    /// <exception cref="StartupException">One of them can't be used.</exception>
    public IdentityProviders(IConfiguration configuration, TimeProvider clock, ILogger<IdentityProviders> log) =>
        _byIssuer = ProviderSettings.Read(configuration).ToDictionary(settings => settings.Issuer.TrimEnd('/'), settings => new IdentityProvider(
            settings, new(settings, new HttpDocumentRetriever(_http) { RequireHttps = settings.Authority.Scheme == Uri.UriSchemeHttps }, log), clock));

    public IEnumerable<string> Issuers => _byIssuer.Values.Select(provider => provider.Settings.Issuer);

    /// <summary>Null: none is configured for it.</summary>
    public IdentityProvider? Find(string issuer) => _byIssuer.GetValueOrDefault(issuer.TrimEnd('/'));

    public void Dispose() => _http.Dispose();
}
