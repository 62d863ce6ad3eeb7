using Crm.Headless.GraphQL;

namespace Crm.Headless;

/// <summary>A way to reach a contact: an email address, a phone number or a postal address.</summary>
[VisibleWith<Contact>(nameof(ContactId))]
[Authorize("contacts:read"), AllowMembers]
public sealed class ContactPoint
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal set; }

    /// <summary>The contact.</summary>
    [GraphQLIgnore]
    public Guid ContactId { get; internal set; }

    /// <summary>What it is.</summary>
    public ContactPointKind Kind { get; internal set; }

    /// <summary>What it is used for, such as "work" or "delivery"; null when unknown.</summary>
    public string? Label { get; internal set; }

    /// <summary>The email address or phone number as it was written; an address as one line.</summary>
    [Searchable, PersonalData(Mask = PersonalDataMask.ByLook)]
    public string Value { get; internal set; } = "";

    /// <summary>What equal ones have in common: an email address without regard to case and width, the digits of a phone; null for an address.</summary>
    [GraphQLIgnore, PersonalData]
    public string? MatchKey { get; internal set; }

    /// <summary>The parts of a postal address; null for the other kinds.</summary>
    [PersonalData]
    public PostalAddress? Address { get; internal set; }

    /// <summary>When it was proved to belong to the contact; null: not yet.</summary>
    public DateTimeOffset? VerifiedAt { get; internal set; }

    /// <summary>The first choice among those of its kind. The first one of a kind is primary without being asked.</summary>
    public bool Primary { get; internal set; }

    /// <summary>When it was added.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }
}

/// <summary>What a contact point is.</summary>
public enum ContactPointKind
{
    /// <summary>An email address.</summary>
    Email,

    /// <summary>A phone number.</summary>
    Phone,

    /// <summary>A postal address.</summary>
    Address,
}

/// <summary>A postal address, in parts as far as they are known.</summary>
/// <param name="Street">Street and number, further lines behind line feeds; null when unknown.</param>
/// <param name="City">City or town; null when unknown.</param>
/// <param name="Region">State, province or region; null when unknown.</param>
/// <param name="PostalCode">As the country writes it; null when unknown.</param>
/// <param name="Country">As it was written: a name, or an ISO 3166-1 code; null when unknown.</param>
public sealed record PostalAddress(string? Street, string? City, string? Region, string? PostalCode, string? Country);
