using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Headless.Server.Security;

/// <summary>Why a token isn't taken, in words that say nothing of what is in it.</summary>
static class BadToken
{
    public static BadCredentialException Algorithm() => new("The token is signed with an algorithm that is not taken here");

    public static BadCredentialException Key() => new("The token is signed with a key that is not known here");

    public static BadCredentialException Issuer() => new("The token comes from an issuer that is not known here");

    public static BadCredentialException Claims() => new("The token lacks a claim, or is of another kind");

    public static BadCredentialException Because(Exception cause) => cause switch
    {
        SecurityTokenInvalidAudienceException => new("The token is meant for another audience"),
        SecurityTokenInvalidIssuerException => Issuer(),
        SecurityTokenInvalidAlgorithmException => Algorithm(),
        SecurityTokenInvalidTypeException => new("The token is no access token"),
        SecurityTokenSignatureKeyNotFoundException => Key(),
        _ => new("The signature of the token is wrong"),
    };

    /// <summary>When it expires.</summary>
    /// <exception cref="BadCredentialException">It has, or doesn't count yet.</exception>
    public static DateTimeOffset CheckTimes(JsonWebToken token, DateTimeOffset now)
    {
        if (!token.TryGetPayloadValue<long>(JwtRegisteredClaimNames.Exp, out _)) throw Claims();
        var expiresAt = new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + TokenSettings.Skew;
        if (expiresAt <= now) throw new BadCredentialException("The token has expired");
        if (token.TryGetPayloadValue<long>(JwtRegisteredClaimNames.Nbf, out _) && new DateTimeOffset(token.ValidFrom, TimeSpan.Zero) - TokenSettings.Skew > now)
            throw new BadCredentialException("The token is not valid yet");
        return expiresAt;
    }
}
