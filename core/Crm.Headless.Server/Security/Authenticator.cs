using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Http;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Crm.Headless.Server.Security;

/// <summary>Finds out who a request comes from, and says in WWW-Authenticate what is missing (RFC 6750, section 3).</summary>
internal sealed class Authenticator(
    AdminKeys adminKeys, ApiKeys apiKeys, TokenPrincipals tokens, IdentityProviders providers, PersonPrincipals people, Standing standing,
    PublicAddress address, RateLimits limits, SecurityLog log)
{
    const string Scheme = "Bearer ";
    const int MaxTokenLength = 16_384;

    /// <summary>Who sent the request.</summary>
    /// <exception cref="RefusedRequestException">It has no key or token, or one that isn't taken.</exception>
    public async ValueTask<CrmPrincipal> RequireAsync(HttpContext http)
    {
        try
        {
            return await FindAsync(http.Request.Headers.Authorization, address.Of(http.Request), http.RequestAborted)
                ?? throw Refusal(Challenge(address.Of(http.Request)));
        }
        catch (RefusedRequestException refused) when (refused.Status == StatusCodes.Status401Unauthorized && http.Request.Headers.Authorization.Count > 0)
        {
            limits.CountStranger(http);
            throw;
        }
    }

    /// <summary>Null: there is no key or token.</summary>
    /// <param name="at">The address that the request was sent to.</param>
    /// <exception cref="RefusedRequestException">There is one that isn't taken.</exception>
    public async ValueTask<CrmPrincipal?> FindAsync(string? authorization, string at, CancellationToken ct)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        if (authorization[Scheme.Length..].Trim() is not { Length: > 0 } credential) return null;
        try
        {
            return IsToken(credential) ? await FindByTokenAsync(credential, at, ct) : await FindByKeyAsync(credential, ct);
        }
        catch (BadCredentialException refused)
        {
            log.Refused(refused.Message);
            throw Refusal($"{Challenge(at)}, error=\"invalid_token\", error_description=\"{refused.Message}\"", refused.Message + ". ");
        }
    }

    /// <summary>For connections that live long: whether what opened this one still counts.</summary>
    public ValueTask<bool> IsStillValidAsync(CrmPrincipal user, CancellationToken ct) => standing.HoldsAsync(user, ct);

    public string AddressOf(HttpRequest request) => address.Of(request);

    public static RefusedRequestException Refusal(string challenge = "Bearer", string cause = "") => new(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED",
        cause + "The request has no valid key or token. Send the header \"Authorization: Bearer <key or token>\".")
    {
        Header = ("WWW-Authenticate", challenge),
    };

    /// <summary>Three parts, the first of them a JSON object (RFC 7515, section 3.1). No key has dots.</summary>
    static bool IsToken(string credential) => credential.StartsWith("eyJ", StringComparison.Ordinal) && credential.Count(letter => letter == '.') == 2;

    ValueTask<CrmPrincipal> FindByTokenAsync(string credential, string at, CancellationToken ct)
    {
        if (credential.Length > MaxTokenLength) throw new BadCredentialException("The token is too long");
        var token = Read(credential) ?? throw new BadCredentialException("The token can't be read");
        if (token.Issuer == at) return tokens.FindAsync(token, at, ct);
        return people.FindAsync(providers.Find(token.Issuer) ?? throw BadToken.Issuer(), token, ct);
    }

    static JsonWebToken? Read(string token)
    {
        try
        {
            return new(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    async ValueTask<CrmPrincipal> FindByKeyAsync(string credential, CancellationToken ct) =>
        await apiKeys.FindAsync(credential, ct)
        ?? await FindAdministratorAsync(credential, ct)
        ?? throw new BadCredentialException("There is no such key");

    async ValueTask<CrmPrincipal?> FindAdministratorAsync(string key, CancellationToken ct)
    {
        var hash = AdminKey.Hash(key);
        if (!await adminKeys.IsCurrentAsync(hash, ct)) return null;
        return new(PrincipalKind.Administrator, "admin", Access.Everything) { Credential = Convert.ToHexString(hash) };
    }

    /// <summary>Where a client reads how it gets a token (RFC 9728, section 5.1).</summary>
    static string Challenge(string at) => $"Bearer resource_metadata=\"{at}/.well-known/oauth-protected-resource/graphql\"";
}
