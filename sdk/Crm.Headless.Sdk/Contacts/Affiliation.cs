using Crm.Headless.GraphQL;

namespace Crm.Headless;

/// <summary>A contact's place at an account.</summary>
[VisibleWith<Contact>(nameof(ContactId))]
[Authorize("contacts:read")]
public sealed class Affiliation
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal set; }

    /// <summary>The contact.</summary>
    [GraphQLIgnore]
    public Guid ContactId { get; internal set; }

    /// <summary>The account.</summary>
    [GraphQLIgnore]
    public Guid AccountId { get; internal set; }

    /// <summary>What the contact is there, such as "Owner" or "Purchasing"; null when unknown.</summary>
    public string? Role { get; internal set; }

    /// <summary>The one that counts as the contact's account.</summary>
    public bool Primary { get; internal set; }

    /// <summary>The first day; null when unknown.</summary>
    public DateOnly? From { get; internal set; }

    /// <summary>The last day; null: still going on.</summary>
    public DateOnly? To { get; internal set; }
}
