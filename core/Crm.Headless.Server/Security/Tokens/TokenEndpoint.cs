using Crm.Headless.GraphQL;
using Crm.Headless.Server.Http;
using Crm.Headless.Server.Security.Audit;

namespace Crm.Headless.Server.Security;

/// <summary><c>/oauth/token</c>: client credentials (RFC 6749, section 4.4), and the exchange for a member's token (RFC 8693).</summary>
sealed class TokenEndpoint(
    ApiKeys keys, AccessTokens tokens, MemberExchange members, PublicAddress address, RateLimits limits, SecurityLog log, AuditLog audit)
{
    const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";

    public static class Grants
    {
        public const string ClientCredentials = "client_credentials", TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    }

    public async Task HandleAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await AnswerAsync(http, StatusCodes.Status200OK, await IssueAsync(http));
        }
        catch (RefusedRequestException refused)
        {
            await AnswerAsync(http, refused);
        }
        catch (OAuthException refused)
        {
            if (refused.Status == StatusCodes.Status401Unauthorized && await IsTooOftenAsync(http)) return;
            log.Refused($"{refused.Error} at the token endpoint: {refused.Message}");
            if (refused.Status == StatusCodes.Status401Unauthorized) http.Response.Headers.WWWAuthenticate = "Basic realm=\"crm\", charset=\"UTF-8\"";
            await AnswerAsync(http, refused.Status, refused.Error, refused.Message);
        }
    }

    async Task<bool> IsTooOftenAsync(HttpContext http)
    {
        try
        {
            limits.CountStranger(http);
            return false;
        }
        catch (RefusedRequestException refused)
        {
            await AnswerAsync(http, refused);
            return true;
        }
    }

    /// <summary>A status that OAuth doesn't know and HTTP does, with the code of RFC 6749 (section 4.1.2.1) that comes nearest.</summary>
    static Task AnswerAsync(HttpContext http, RefusedRequestException refused)
    {
        if (refused.Header is { } header) http.Response.Headers[header.Name] = header.Value;
        return AnswerAsync(http, refused.Status, "temporarily_unavailable", refused.Message);
    }

    static Task AnswerAsync(HttpContext http, int status, string error, string description) =>
        AnswerAsync(http, status, new() { ["error"] = error, ["error_description"] = description });

    async Task<Dictionary<string, object>> IssueAsync(HttpContext http)
    {
        var (issuer, ct) = (address.Of(http.Request), http.RequestAborted);
        var request = await TokenRequest.ReadAsync(http.Request, ct);
        var client = await AuthenticateAsync(request, ct);
        limits.Count(client, 1);
        try
        {
            return await IssueAsync(request, client, issuer, ct);
        }
        catch (OAuthException refused)
        {
            // A client that was let in and asks for what it may not have; the code alone, not what it sent.
            audit.Denied(refused.Error.ToUpperInvariant(), client, http.Connection.RemoteIpAddress?.ToString(), "/oauth/token");
            throw;
        }
    }

    async Task<Dictionary<string, object>> IssueAsync(TokenRequest request, CrmPrincipal client, string issuer, CancellationToken ct)
    {
        CheckResource(request, issuer);
        switch (request.Required("grant_type"))
        {
            case Grants.ClientCredentials:
                var issued = await tokens.ForClientAsync(issuer, client, Narrow(request, client), ct);
                log.SignedIn("client credentials", client.Name, client.ClientId);
                return Answer(issued);
            case Grants.TokenExchange:
                var member = await members.ExchangeAsync(request, client, issuer, ct);
                var answer = Answer(member);
                answer["issued_token_type"] = AccessToken;
                return answer;
            default:
                throw new OAuthException("unsupported_grant_type", $"This server knows {Grants.ClientCredentials} and {Grants.TokenExchange}.");
        }
    }

    /// <summary>An unknown client takes the same path as a wrong secret: the key is looked for and compared before the id is.</summary>
    async Task<CrmPrincipal> AuthenticateAsync(TokenRequest request, CancellationToken ct)
    {
        var (id, secret) = request.Client();
        try
        {
            var client = await keys.FindAsync(secret, ct);
            if (client is not null && GlobalId.Format(nameof(ApiClient), client.ClientId!.Value) == id) return client;
        }
        catch (BadCredentialException refused)
        {
            throw new OAuthException(OAuthException.InvalidClient, $"The client is unknown, or its secret isn't taken: {refused.Message}.");
        }
        throw new OAuthException(OAuthException.InvalidClient, "The client is unknown, or its secret isn't taken: There is no such key.");
    }

    /// <summary>All that the client has, unless it asks for less.</summary>
    static IReadOnlyList<string> Narrow(TokenRequest request, CrmPrincipal client)
    {
        if (request["scope"] is not { } asked) return [.. client.Access.Scopes];
        var scopes = ScopeList.Read(asked);
        return scopes.All(client.Access.Has) ? scopes : throw new OAuthException("invalid_scope", "The client doesn't have all of these scopes. Ask for some that it has, or for none, which means all.");
    }

    /// <summary>RFC 8707: there is one API here.</summary>
    static void CheckResource(TokenRequest request, string issuer)
    {
        var resource = PublicAddress.ResourceOf(issuer);
        if ((request["resource"] ?? resource) != resource || (request["audience"] ?? resource) != resource)
            throw new OAuthException("invalid_target", $"Tokens are issued for {resource} alone.");
    }

    static Dictionary<string, object> Answer(IssuedToken issued) => new()
    {
        ["access_token"] = issued.Token,
        ["token_type"] = "Bearer",
        ["expires_in"] = (long)issued.Lifetime.TotalSeconds,
        ["scope"] = issued.Scope,
    };

    static Task AnswerAsync(HttpContext http, int status, Dictionary<string, object> answer)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(answer, http.RequestAborted);
    }
}
