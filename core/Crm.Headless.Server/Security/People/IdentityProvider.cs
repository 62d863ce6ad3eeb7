using System.Text.Json;
using Crm.Headless.GraphQL.Schema;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Headless.Server.Security;

/// <summary>Checks the tokens of one identity provider, and reads what they say of a person.</summary>
sealed class IdentityProvider(ProviderSettings settings, ProviderKeys keys, TimeProvider clock)
{
    static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>Most providers call their access tokens JWT; who they are for tells them from others.</summary>
    static readonly string[] Types = ["at+jwt", "application/at+jwt", "JWT"];

    static readonly string[] SpacedClaims = ["scope", "scp"];

    static readonly JsonWebTokenHandler s_handler = new() { MapInboundClaims = false };

    public ProviderSettings Settings => settings;

    /// <exception cref="BadCredentialException">It isn't taken.</exception>
    public async Task<PersonClaims> ReadAsync(JsonWebToken token, CancellationToken ct)
    {
        if (!Algorithms.Contains(token.Alg)) throw BadToken.Algorithm();
        var (key, issuer) = await keys.FindAsync(token.Kid, ct);
        var result = await s_handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidTypes = Types,
            ValidAlgorithms = Algorithms,
            ValidIssuer = issuer,
            ValidAudiences = settings.Audiences,
            IssuerSigningKey = key,
            ValidateLifetime = false, // By the host's own clock, below.
        });
        if (!result.IsValid) throw BadToken.Because(result.Exception);
        var expiresAt = BadToken.CheckTimes(token, clock.GetUtcNow());
        if (token.Subject is not { Length: > 0 and <= 255 } subject) throw BadToken.Claims();
        return Read(token, issuer, subject, expiresAt);
    }

    PersonClaims Read(JsonWebToken token, string issuer, string subject, DateTimeOffset expiresAt)
    {
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        var claims = payload.RootElement;
        var scopes = settings.ScopeClaims.SelectMany(claim => Values(claims, claim)).SelectMany(role => settings.Scopes.GetValueOrDefault(role, [])).Distinct();
        return new(issuer, subject, expiresAt, Access.Of(scopes), Units(claims))
        {
            Name = settings.NameClaims.SelectMany(claim => Values(claims, claim)).FirstOrDefault(name => !string.IsNullOrWhiteSpace(name)) ?? subject,
            Email = claims.TryGetProperty("email_verified", out var verified) && verified.ValueKind == JsonValueKind.False ? null : Values(claims, "email").FirstOrDefault(),
        };
    }

    /// <summary>Null: the provider says nothing of units. What it says and nobody mapped is none.</summary>
    List<string>? Units(JsonElement claims)
    {
        if (settings.UnitClaims.Count == 0) return null;
        var said = settings.UnitClaims.SelectMany(claim => Values(claims, claim));
        return [.. settings.Units.Count == 0 ? said : said.Select(value => settings.Units.GetValueOrDefault(value)).OfType<string>()];
    }

    /// <summary>A claim by its name, else by its path, such as <c>realm_access.roles</c>.</summary>
    static IEnumerable<string> Values(JsonElement claims, string name)
    {
        if (!claims.TryGetProperty(name, out var value))
        {
            value = claims;
            foreach (var step in name.Split('.'))
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value)) return [];
        }
        return value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            JsonValueKind.String when SpacedClaims.Contains(name) => ScopeList.Read(value.GetString()!),
            JsonValueKind.String => [value.GetString()!],
            _ => [],
        };
    }
}

/// <param name="Units">Codes of units; null: the provider says nothing of them.</param>
sealed record PersonClaims(string Issuer, string Subject, DateTimeOffset ExpiresAt, Access Access, IReadOnlyList<string>? Units)
{
    public required string Name { get; init; }
    public required string? Email { get; init; }
}
