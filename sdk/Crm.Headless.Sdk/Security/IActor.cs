namespace Crm.Headless;

/// <summary>Who acts: a service of every request. In event handlers it is the system, which sees everything.</summary>
public interface IActor
{
    /// <summary>The name as it stands in events and audit, such as that of an API client.</summary>
    string Name { get; }

    /// <summary>The contact that acts for itself, in a storefront or mini-program; null for everybody else.</summary>
    Guid? ContactId { get; }

    /// <summary>The user of the system who acts; null when it is none.</summary>
    Guid? UserId { get; }

    /// <summary>
    /// The units whose records the actor works with, together with all units below them; null: those of the whole organisation. Empty:
    /// of none, as with a member.
    /// </summary>
    IReadOnlyList<Guid>? Units { get; }

    /// <summary>Whether the actor was granted this scope, such as <c>contacts:read</c>.</summary>
    bool Has(string scope);
}
