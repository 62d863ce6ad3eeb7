using System.Security.Claims;

namespace Crm.Headless.Server.Security;

/// <summary>Who acts in this request; found from the principal that the transport recognized.</summary>
internal sealed class Actor
{
    ClaimsPrincipal _principal = new();

    /// <summary>The client's name as it stands in events and audit: "admin", a key's name, or "system" for work that nobody asked for.</summary>
    public string Client => _principal.FindFirstValue(ActorClaims.Client) ?? "system";

    /// <summary>The person behind the client, where it is one that the system knows.</summary>
    public Guid? UserId => Guid.TryParse(_principal.FindFirstValue(ActorClaims.UserId), out var id) ? id : null;

    /// <summary>Whether the principal was granted this scope; <c>*</c> grants every one.</summary>
    public bool Has(string scope) => _principal.HasClaim(ActorClaims.Scope, scope) || _principal.HasClaim(ActorClaims.Scope, ActorClaims.EveryScope);

    /// <summary>Said once, by whoever opens the scope of a request.</summary>
    public void Become(ClaimsPrincipal principal) => _principal = principal;
}

/// <summary>The claims of a principal, however it was recognized.</summary>
internal static class ActorClaims
{
    public const string Client = "client";
    public const string UserId = "user_id";
    public const string Scope = "scope";
    public const string EveryScope = "*";
}
