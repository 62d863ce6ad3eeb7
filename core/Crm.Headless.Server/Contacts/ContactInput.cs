using Crm.Headless.GraphQL;
using Crm.Headless.Server.Units;

namespace Crm.Headless.Server.Contacts;

/// <summary>What can be said about a contact. What isn't given stays as it is; what is given as null becomes unknown.</summary>
abstract record ContactInput
{
    /// <summary>The given name or names, as the person writes them.</summary>
    public Optional<string?> GivenName { get; init; }

    /// <summary>The family name.</summary>
    public Optional<string?> FamilyName { get; init; }

    /// <summary>
    /// The name to show. Without it the family and given name make it, in the order of their script, and follow when they change;
    /// a contact without names is shown by its email address, phone number or key in another system.
    /// </summary>
    public Optional<string?> DisplayName { get; init; }

    /// <summary>What the person does, such as "Sales Representative".</summary>
    public Optional<string?> JobTitle { get; init; }

    /// <summary>The day of birth, with or without its year.</summary>
    public Optional<BirthDateInput?> BirthDate { get; init; }

    /// <summary>The preferred language, as a BCP 47 tag such as "zh-Hans".</summary>
    public Optional<string?> Language { get; init; }

    /// <summary>The IANA time zone, such as "Asia/Shanghai".</summary>
    public Optional<string?> TimeZone { get; init; }

    /// <summary>The primary email address: added if the contact doesn't have it yet. Null changes nothing.</summary>
    public string? Email { get; init; }

    /// <summary>The primary phone number: added if the contact doesn't have it yet. Null changes nothing.</summary>
    public string? Phone { get; init; }

    /// <summary>The user who looks after this contact.</summary>
    [ID<User>]
    public Optional<Guid?> OwnerId { get; init; }

    /// <summary>All the units that the contact belongs to.</summary>
    public Optional<IReadOnlyList<UnitRefInput>> Units { get; init; }
}

/// <summary>A contact with what belongs to it. What is listed here is added unless the contact has it already.</summary>
abstract record WholeContactInput : ContactInput
{
    /// <summary>Email addresses, phone numbers and postal addresses.</summary>
    public IReadOnlyList<ContactPointInput>? ContactPoints { get; init; }

    /// <summary>Places at accounts. The first one is primary unless another one says it is.</summary>
    public IReadOnlyList<AffiliationInput>? Affiliations { get; init; }

    /// <summary>The contact as other systems know it.</summary>
    public IReadOnlyList<IdentityInput>? Identities { get; init; }
}
