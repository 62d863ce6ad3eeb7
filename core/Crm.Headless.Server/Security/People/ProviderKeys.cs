using Crm.Headless.Server.Http;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Headless.Server.Security;

/// <summary>
/// The provider's own description and keys. Read anew when they are old, and when a token names a key that isn't among them, but not more
/// often than the provider can bear.
/// </summary>
sealed class ProviderKeys(ProviderSettings provider, IDocumentRetriever retriever, ILogger log)
{
    /// <summary>By the machine's clock: how the provider's answers age has nothing to do with a test's time.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(10), Freshness = TimeSpan.FromHours(1), Patience = TimeSpan.FromHours(24);

    readonly SemaphoreSlim _reading = new(1);
    volatile Known? _known;
    volatile Attempt? _last;

    /// <summary>What checks a token that names this key.</summary>
    /// <exception cref="BadCredentialException">The provider doesn't have it.</exception>
    /// <exception cref="RefusedRequestException">The provider can't be asked.</exception>
    public async ValueTask<(SecurityKey Key, string Issuer)> FindAsync(string kid, CancellationToken ct)
    {
        if (Find(kid) is { } known && Age(_known!.At) < Freshness) return known;
        await ReadAsync(ct);
        if (_known is { } old && Age(old.At) < Patience && Find(kid) is { } found) return found;
        throw _last is { Succeeded: true } ? BadToken.Key() : Unreachable();
    }

    (SecurityKey Key, string Issuer)? Find(string kid) =>
        _known is { } known && known.Description.SigningKeys.FirstOrDefault(key => key.KeyId == kid) is { } key ? (key, known.Description.Issuer) : null;

    async Task ReadAsync(CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            if (_last is { } last && Age(last.At) < Pause) return;
            // Not the request's own patience: others wait for the same answer.
            var address = new Uri(provider.Authority.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration").AbsoluteUri;
            var description = await OpenIdConnectConfigurationRetriever.GetAsync(address, retriever, CancellationToken.None);
            _known = new(description, Now());
            _last = new(Now(), true);
        }
        catch (Exception unreachable) when (unreachable is IOException or InvalidOperationException or HttpRequestException or ArgumentException or OperationCanceledException)
        {
            log.LogWarning("The identity provider \"{Name}\" can't be asked: {Cause}", provider.Name, unreachable.InnerException?.Message ?? unreachable.Message);
            _last = new(Now(), false);
        }
        finally
        {
            _reading.Release();
        }
    }

    RefusedRequestException Unreachable() => new(StatusCodes.Status503ServiceUnavailable, "IDENTITY_PROVIDER_UNREACHABLE",
        $"The identity provider \"{provider.Name}\" can't be asked for its keys, so the token can't be checked. Try again later.")
    {
        Header = ("Retry-After", "10"),
    };

    static long Now() => TimeProvider.System.GetTimestamp();

    static TimeSpan Age(long at) => TimeProvider.System.GetElapsedTime(at);

    sealed record Known(OpenIdConnectConfiguration Description, long At);

    sealed record Attempt(long At, bool Succeeded);
}
