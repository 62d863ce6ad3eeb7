using System.Security.Claims;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Server.Security;

/// <summary>Whoever a request comes from, however it was recognized.</summary>
internal sealed class CrmPrincipal(PrincipalKind kind, string name, Access access) : ClaimsPrincipal(new ClaimsIdentity(
    [new(ClaimTypes.Name, name), .. access.Scopes.Select(scope => new Claim("scope", scope))], authenticationType: kind.ToString()))
{
    public PrincipalKind Kind => kind;

    /// <summary>As it stands in events and audit: "admin", a client's name, the identity provider of a person, or "system" for work that nobody asked for.</summary>
    public string Name => name;

    public Access Access => access;

    /// <summary>The API client: itself, or the one through which a member came. Null for everybody else.</summary>
    public Guid? ClientId { get; init; }

    /// <summary>The person who works with the system.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The contact that a member is.</summary>
    public Guid? ContactId { get; init; }

    /// <summary>The units whose records it sees, and those of all units below them; null: of the whole organisation. Empty: of none.</summary>
    public IReadOnlyList<Guid>? Units { get; init; }

    /// <summary>The client's key that it came with; null: it came with something else.</summary>
    public Guid? KeyId { get; init; }

    /// <summary>The installation's key that signed its token; null: it came with something else.</summary>
    public Guid? SigningKeyId { get; init; }

    /// <summary>What its client had when it came.</summary>
    public ClientGrant? Grant { get; init; }

    /// <summary>The unit that the person worked for when they came.</summary>
    public Guid? OwnUnit { get; init; }

    /// <summary>When what it came with expires; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What it came in with, by which the one who checked it finds out whether it still counts; never a secret.</summary>
    public string? Credential { get; init; }

    /// <summary>The host itself, on behalf of nobody.</summary>
    public static CrmPrincipal System(string name = "system") => new(PrincipalKind.System, name, Access.Everything);

    /// <summary>A plugin that calls the API itself.</summary>
    public static CrmPrincipal Plugin(string id, IEnumerable<string> grants) => new(PrincipalKind.Plugin, id, Access.Of(grants));
}

internal enum PrincipalKind
{
    /// <summary>The installation's own key.</summary>
    Administrator,

    /// <summary>Another system, with a key or a token of its own.</summary>
    Client,

    /// <summary>Somebody who works with the system, signed in at an identity provider.</summary>
    Person,

    /// <summary>A contact who uses a storefront or mini-program.</summary>
    Member,

    /// <summary>The host itself.</summary>
    System,

    /// <summary>A plugin that calls the API itself.</summary>
    Plugin,
}
