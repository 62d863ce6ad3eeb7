using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>What a hold shows besides its own columns.</summary>
[ObjectType<LoyaltyHold>]
static class LoyaltyHoldFields
{
    /// <summary>The account.</summary>
    [Join(nameof(LoyaltyHold.AccountId), nameof(LoyaltyAccount.Id)), UseSingleOrDefault, UseFiltering, AllowMembers]
    [Authorize("loyalty:read")]
    public static IQueryable<LoyaltyAccount> GetAccount(IQueryable<LoyaltyAccount> accounts) => accounts;

    /// <summary>Holds by their keys.</summary>
    [NodeResolver, Authorize("loyalty:read")]
    public static IQueryable<LoyaltyHold> GetLoyaltyHold(IQueryable<LoyaltyHold> holds) => holds;
}
