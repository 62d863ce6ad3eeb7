using Crm.Headless.GraphQL;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Headless.Server.Security;

/// <summary>The installation's own access tokens (RFC 9068): for clients, and for members through a client.</summary>
sealed class AccessTokens(SigningKeys keys, TokenSettings settings, TimeProvider clock)
{
    const string Type = "at+jwt", ClientId = "client_id", Key = "crm_key", Scope = "scope", Member = "crm_member", Actor = "act";

    static readonly JsonWebTokenHandler s_handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

    /// <param name="issuer">The address under which the client knows this installation.</param>
    /// <param name="by">The client as it came in: with its key the token goes.</param>
    public Task<IssuedToken> ForClientAsync(string issuer, CrmPrincipal by, IReadOnlyList<string> scopes, CancellationToken ct)
    {
        var client = GlobalId.Format(nameof(ApiClient), by.ClientId!.Value);
        return IssueAsync(issuer, client, client, scopes, new() { [Key] = by.KeyId!.Value.ToString("N") }, settings.OfClients, ct);
    }

    public Task<IssuedToken> ForMemberAsync(string issuer, CrmPrincipal by, Guid contactId, IReadOnlyList<string> scopes, CancellationToken ct)
    {
        var client = GlobalId.Format(nameof(ApiClient), by.ClientId!.Value);
        return IssueAsync(issuer, GlobalId.Format(nameof(Contact), contactId), client, scopes, new()
        {
            [Member] = true,
            [Actor] = new Dictionary<string, object> { [ClientId] = client },
            [Key] = by.KeyId!.Value.ToString("N"),
        }, settings.OfMembers, ct);
    }

    /// <summary>What a token says, once it is certain that it is one of this installation and counts now.</summary>
    /// <exception cref="BadCredentialException">It isn't, or doesn't.</exception>
    public async Task<TokenClaims> ReadAsync(JsonWebToken token, string issuer, CancellationToken ct)
    {
        if (token.Alg != SecurityAlgorithms.EcdsaSha256) throw BadToken.Algorithm();
        var kid = Guid.TryParseExact(token.Kid, "N", out var id) ? id : Guid.Empty;
        var key = await keys.FindAsync(kid, ct) ?? throw BadToken.Key();
        var result = await s_handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidTypes = [Type],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidIssuer = issuer,
            ValidAudience = PublicAddress.ResourceOf(issuer),
            IssuerSigningKey = key,
            ValidateLifetime = false, // By the host's own clock, below.
        });
        if (!result.IsValid) throw BadToken.Because(result.Exception);
        var expiresAt = BadToken.CheckTimes(token, clock.GetUtcNow());
        var client = IdOf(token, ClientId, nameof(ApiClient)) ?? throw BadToken.Claims();
        var isMember = token.TryGetPayloadValue<bool>(Member, out var member) && member;
        var contact = isMember ? IdOf(token, JwtRegisteredClaimNames.Sub, nameof(Contact)) ?? throw BadToken.Claims() : (Guid?)null;
        var credential = token.TryGetPayloadValue<string>(Key, out var text) && Guid.TryParseExact(text, "N", out var known) ? known : throw BadToken.Claims();
        return new(kid, client, credential, contact, ScopeList.Read(token.TryGetPayloadValue<string>(Scope, out var scope) ? scope : ""), expiresAt);
    }

    async Task<IssuedToken> IssueAsync(
        string issuer, string subject, string client, IReadOnlyList<string> scopes, Dictionary<string, object> more, TimeSpan lifetime, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var token = s_handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = Type,
            SigningCredentials = await keys.SignerAsync(ct),
            Issuer = issuer,
            Audience = PublicAddress.ResourceOf(issuer),
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + lifetime).UtcDateTime,
            Claims = new Dictionary<string, object>(more)
            {
                [JwtRegisteredClaimNames.Sub] = subject,
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("N"),
                [ClientId] = client,
                [Scope] = ScopeList.Write(scopes),
            },
        });
        return new(token, ScopeList.Write(scopes), lifetime);
    }

    static Guid? IdOf(JsonWebToken token, string claim, string type) =>
        token.TryGetPayloadValue<string>(claim, out var text) && GlobalId.TryParse(text, out var id) && id.Type == type ? id.Key : null;
}

sealed record IssuedToken(string Token, string Scope, TimeSpan Lifetime);

/// <param name="SigningKeyId">The key that signed it.</param>
/// <param name="KeyId">The client's key with which it was asked for.</param>
/// <param name="ContactId">The member; null: it is the client's own.</param>
sealed record TokenClaims(Guid SigningKeyId, Guid ClientId, Guid KeyId, Guid? ContactId, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt);
