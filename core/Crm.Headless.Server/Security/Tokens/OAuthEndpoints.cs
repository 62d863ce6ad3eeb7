namespace Crm.Headless.Server.Security;

static class OAuthEndpoints
{
    public const string Token = "/oauth/token", Keys = "/oauth/jwks", Resource = "/.well-known/oauth-protected-resource";

    public static void MapOAuth(this WebApplication app)
    {
        var metadata = app.Services.GetRequiredService<OAuthMetadata>();
        app.MapPost(Token, app.Services.GetRequiredService<TokenEndpoint>().HandleAsync);
        app.MapGet(Keys, metadata.WriteKeysAsync);
        app.MapGet("/.well-known/oauth-authorization-server", metadata.WriteServerAsync);
        app.MapGet(Resource, metadata.WriteResourceAsync);
        app.MapGet(Resource + "/graphql", metadata.WriteResourceAsync);
    }
}
