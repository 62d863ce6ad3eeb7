using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>What an account shows besides its own columns.</summary>
[ObjectType<LoyaltyAccount>]
public static class LoyaltyAccountFields
{
    /// <summary>The contact that takes part.</summary>
    [Join(nameof(LoyaltyAccount.ContactId), nameof(Contact.Id)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("contacts:read")]
    public static IQueryable<Contact> GetContact(IQueryable<Contact> contacts) => contacts;

    /// <summary>The level that the lifetime points reach.</summary>
    [BatchResolver, AllowMembers]
    public static IReadOnlyList<LoyaltyTier> GetTier(
        [Parent(nameof(LoyaltyAccount.LifetimePoints))] IReadOnlyList<long> points, LoyaltyTiers tiers) =>
        [.. points.Select(tiers.Of)];

    /// <summary>The ledger, the latest entry first.</summary>
    [Join(nameof(LoyaltyAccount.Id), nameof(LoyaltyEntry.AccountId)), UsePaging, UseFiltering, UseSorting(Default = ["Sequence DESC"])]
    [AllowMembers]
    public static IQueryable<LoyaltyEntry> GetEntries(IQueryable<LoyaltyEntry> entries) => entries;

    /// <summary>Accounts by their keys.</summary>
    [NodeResolver, Authorize("loyalty:read")]
    public static IQueryable<LoyaltyAccount> GetLoyaltyAccount(IQueryable<LoyaltyAccount> accounts) => accounts;
}

/// <summary>What an entry shows besides its own columns.</summary>
[ObjectType<LoyaltyEntry>]
public static class LoyaltyEntryFields
{
    /// <summary>The purchase, refund or correction that is the reason; null for a redemption.</summary>
    [Join(nameof(LoyaltyEntry.InteractionId), nameof(Interaction.Id)), UseSingleOrDefault, Authorize("interactions:read")]
    public static IQueryable<Interaction> GetInteraction(IQueryable<Interaction> interactions) => interactions;
}

/// <summary>What the plugin adds to a contact.</summary>
[ObjectType<Contact>]
public static class LoyaltyContactFields
{
    /// <summary>The contact's part in the loyalty programme; null when it isn't enrolled.</summary>
    [Join(nameof(Contact.Id), nameof(LoyaltyAccount.ContactId)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("loyalty:read")]
    [AllowMembers]
    public static IQueryable<LoyaltyAccount> GetLoyalty(IQueryable<LoyaltyAccount> accounts) => accounts;
}

/// <summary>The plugin's queries.</summary>
[QueryType]
public static class LoyaltyQueries
{
    /// <summary>The accounts of all who take part.</summary>
    [UsePaging, UseFiltering, UseSorting, Authorize("loyalty:read")]
    public static IQueryable<LoyaltyAccount> GetLoyaltyAccounts(IQueryable<LoyaltyAccount> accounts) => accounts;
}
