using Crm.Headless.GraphQL.Schema;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Crm.Headless.Server.Security;

/// <summary>Finds who a token of this installation stands for: a client, or a member who came through one.</summary>
sealed class TokenPrincipals(AccessTokens tokens, SigningKeys signingKeys, Standing standing, LastUse uses, TimeProvider clock)
{
    readonly SeenTokens<TokenClaims> _seen = new(clock);

    /// <exception cref="BadCredentialException">It isn't taken.</exception>
    public async ValueTask<CrmPrincipal> FindAsync(JsonWebToken token, string issuer, CancellationToken ct)
    {
        var claims = _seen.Find(token.EncodedToken, issuer);
        if (claims is null)
        {
            claims = await tokens.ReadAsync(token, issuer, ct);
            _seen.Add(token.EncodedToken, issuer, claims, claims.ExpiresAt);
        }
        else if (await signingKeys.FindAsync(claims.SigningKeyId, ct) is null) throw BadToken.Key();
        return await FindAsync(claims, ct);
    }

    async ValueTask<CrmPrincipal> FindAsync(TokenClaims claims, CancellationToken ct)
    {
        var client = await standing.Clients.FindAsync(claims.ClientId, ct) ?? throw new BadCredentialException("The client of the token is gone");
        if (client.Grant is null) throw new BadCredentialException("The client of the token is disabled");
        if (await standing.Keys.FindAsync(claims.KeyId, ct) is not { IsRevoked: false } key) throw new BadCredentialException("The key behind the token was revoked");
        if (key.ExpiresAt <= clock.GetUtcNow()) throw new BadCredentialException("The key behind the token has expired");
        if (claims.ContactId is { } contact) await CheckMemberAsync(client, contact, ct);
        uses.Note(claims.ClientId, keyId: null);
        var isMember = claims.ContactId is not null;
        var access = new Access(Access.Of(claims.Scopes.Where(client.Access.Has)).Scopes, isMember);
        return new(isMember ? PrincipalKind.Member : PrincipalKind.Client, client.Name, access)
        {
            ClientId = claims.ClientId,
            KeyId = claims.KeyId,
            ContactId = claims.ContactId,
            SigningKeyId = claims.SigningKeyId,
            Grant = client.Grant,
            Units = client.Grant.UnitId is { } unit ? [unit] : null,
            ExpiresAt = key.ExpiresAt < claims.ExpiresAt ? key.ExpiresAt : claims.ExpiresAt,
        };
    }

    async Task CheckMemberAsync(ClientRow client, Guid contact, CancellationToken ct)
    {
        if (!client.Access.Has(DeclaredScopes.ExchangesMembers)) throw new BadCredentialException("The client of the token may not act for members any more");
        if (await standing.Contacts.FindAsync(contact, ct) is null) throw new BadCredentialException("The member of the token is gone");
    }
}
