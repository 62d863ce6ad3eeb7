namespace Crm.Headless.Server.Security;

/// <summary>A token is refused (RFC 6749, section 5.2).</summary>
/// <param name="error">A code of the specification.</param>
/// <param name="description">For the developer: nothing of what was sent.</param>
sealed class OAuthException(string error, string description) : Exception(description)
{
    public const string InvalidClient = "invalid_client";

    public string Error => error;

    public int Status => error == InvalidClient ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest;

    public static OAuthException Malformed(string description) => new("invalid_request", description);
}
