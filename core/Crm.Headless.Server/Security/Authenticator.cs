using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Http;

namespace Crm.Headless.Server.Security;

/// <summary>Finds out who a request comes from.</summary>
internal sealed class Authenticator(AdminKeys keys)
{
    const string Scheme = "Bearer ";

    /// <summary>Null: there is no key, or it isn't a valid one.</summary>
    public async ValueTask<CrmPrincipal?> FindAsync(string? authorization, CancellationToken ct)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var hash = AdminKey.Hash(authorization[Scheme.Length..].Trim());
        return await keys.IsCurrentAsync(hash, ct) ? Admin(hash) : null;
    }

    /// <summary>For connections that live long: whether the key that opened this one is still the key.</summary>
    public ValueTask<bool> IsStillValidAsync(CrmPrincipal user, CancellationToken ct) =>
        keys.IsCurrentAsync(Convert.FromHexString(user.Credential!), ct);

    public static RefusedRequestException Refusal() => new(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED",
        "The request has no valid key. Send the header \"Authorization: Bearer <admin key>\"; \"crm key reset\" makes a new one.")
    {
        Header = ("WWW-Authenticate", "Bearer"),
    };

    static CrmPrincipal Admin(byte[] hash) =>
        new(PrincipalKind.Administrator, "admin", Access.Everything) { Credential = Convert.ToHexString(hash) };
}
