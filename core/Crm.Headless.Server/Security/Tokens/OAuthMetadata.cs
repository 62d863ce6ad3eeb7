using Microsoft.IdentityModel.Tokens;

namespace Crm.Headless.Server.Security;

/// <summary>What clients read to find their way: RFC 8414, RFC 9728, and the public halves of the signing keys.</summary>
sealed class OAuthMetadata(SigningKeys keys, IdentityProviders providers, PublicAddress address)
{
    public Task WriteServerAsync(HttpContext http)
    {
        var issuer = address.Of(http.Request);
        return WriteAsync(http, new Dictionary<string, object>
        {
            ["issuer"] = issuer,
            ["token_endpoint"] = issuer + OAuthEndpoints.Token,
            ["jwks_uri"] = issuer + OAuthEndpoints.Keys,
            ["response_types_supported"] = Array.Empty<string>(),
            ["grant_types_supported"] = new[] { TokenEndpoint.Grants.ClientCredentials, TokenEndpoint.Grants.TokenExchange },
            ["token_endpoint_auth_methods_supported"] = new[] { "client_secret_basic", "client_secret_post" },
        });
    }

    public Task WriteResourceAsync(HttpContext http)
    {
        var issuer = address.Of(http.Request);
        return WriteAsync(http, new Dictionary<string, object>
        {
            ["resource"] = PublicAddress.ResourceOf(issuer),
            ["authorization_servers"] = providers.Issuers.Prepend(issuer),
            ["bearer_methods_supported"] = new[] { "header" },
        });
    }

    public async Task WriteKeysAsync(HttpContext http)
    {
        var published = (await keys.PublicAsync(http.RequestAborted)).Select(JsonWebKeyConverter.ConvertFromSecurityKey).Select(key =>
            new Dictionary<string, string> { ["kty"] = key.Kty, ["crv"] = key.Crv, ["x"] = key.X, ["y"] = key.Y, ["kid"] = key.Kid, ["use"] = "sig", ["alg"] = SecurityAlgorithms.EcdsaSha256 });
        await WriteAsync(http, new Dictionary<string, object> { ["keys"] = published });
    }

    static Task WriteAsync(HttpContext http, Dictionary<string, object> document) => http.Response.WriteAsJsonAsync(document, http.RequestAborted);
}
