using Crm.Headless.Server.Accounts;

namespace Crm.Headless.Server.Contacts;

/// <summary>A contact's place at an account.</summary>
record AffiliationInput
{
    /// <summary>The account.</summary>
    public required AccountRefInput Account { get; init; }

    /// <summary>What the contact is there, such as "Owner" or "Purchasing".</summary>
    public string? Role { get; init; }

    /// <summary>Makes it the one that counts as the contact's account. The first one is that anyway.</summary>
    public bool? Primary { get; init; }

    /// <summary>The first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day; null: still going on.</summary>
    public DateOnly? To { get; init; }
}
