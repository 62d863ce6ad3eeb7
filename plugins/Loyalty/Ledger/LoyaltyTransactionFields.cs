using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>What a transaction shows besides its own columns.</summary>
[ObjectType<LoyaltyTransaction>]
static class LoyaltyTransactionFields
{
    /// <summary>The account.</summary>
    [Join(nameof(LoyaltyTransaction.AccountId), nameof(LoyaltyAccount.Id)), UseSingleOrDefault, UseFiltering, AllowMembers]
    [Authorize("loyalty:read")]
    public static IQueryable<LoyaltyAccount> GetAccount(IQueryable<LoyaltyAccount> accounts) => accounts;

    /// <summary>The points that it moved, in order.</summary>
    [Join(nameof(LoyaltyTransaction.Id), nameof(LoyaltyMovement.TransactionId)), UsePaging, UseFiltering]
    [UseSorting(Default = ["Number ASC"]), AllowMembers]
    public static IQueryable<LoyaltyMovement> GetMovements(IQueryable<LoyaltyMovement> movements) => movements;

    /// <summary>What was said about it; null when nothing was, or it was forgotten.</summary>
    [Join(nameof(LoyaltyTransaction.Id), nameof(LoyaltyDetail.Id)), UseSingleOrDefault, UseFiltering]
    public static IQueryable<LoyaltyDetail> GetDetail(IQueryable<LoyaltyDetail> details) => details;

    /// <summary>The version of the rule that gave the points; null when none did, or several.</summary>
    [Join(nameof(LoyaltyTransaction.RuleVersionId), nameof(LoyaltyRuleVersion.Id)), UseSingleOrDefault, UseFiltering]
    public static IQueryable<LoyaltyRuleVersion> GetRuleVersion(IQueryable<LoyaltyRuleVersion> versions) => versions;

    /// <summary>The purchase, refund or correction that is the reason; null when there is none.</summary>
    [Join(nameof(LoyaltyTransaction.InteractionId), nameof(Interaction.Id)), UseSingleOrDefault, Authorize("interactions:read")]
    public static IQueryable<Interaction> GetInteraction(IQueryable<Interaction> interactions) => interactions;

    /// <summary>The transaction that it takes back, or a part of it; null when there is none.</summary>
    [Join(nameof(LoyaltyTransaction.ReversesId), nameof(LoyaltyTransaction.Id)), UseSingleOrDefault, AllowMembers]
    public static IQueryable<LoyaltyTransaction> GetReverses(IQueryable<LoyaltyTransaction> transactions) => transactions;

    /// <summary>Transactions by their keys.</summary>
    [NodeResolver, Authorize("loyalty:read")]
    public static IQueryable<LoyaltyTransaction> GetLoyaltyTransaction(IQueryable<LoyaltyTransaction> transactions) => transactions;
}

/// <summary>What a lot shows besides its own columns.</summary>
[ObjectType<LoyaltyLot>]
static class LoyaltyLotFields
{
    /// <summary>The version of the rule that gave the points; null when none did.</summary>
    [Join(nameof(LoyaltyLot.RuleVersionId), nameof(LoyaltyRuleVersion.Id)), UseSingleOrDefault, UseFiltering]
    public static IQueryable<LoyaltyRuleVersion> GetRuleVersion(IQueryable<LoyaltyRuleVersion> versions) => versions;

    /// <summary>The interaction that earned them; null when none did.</summary>
    [Join(nameof(LoyaltyLot.InteractionId), nameof(Interaction.Id)), UseSingleOrDefault, Authorize("interactions:read")]
    public static IQueryable<Interaction> GetInteraction(IQueryable<Interaction> interactions) => interactions;

    /// <summary>What happened to them, in order.</summary>
    [Join(nameof(LoyaltyLot.Id), nameof(LoyaltyMovement.LotId)), UsePaging, UseFiltering, UseSorting(Default = ["Id ASC"]), AllowMembers]
    public static IQueryable<LoyaltyMovement> GetMovements(IQueryable<LoyaltyMovement> movements) => movements;

    /// <summary>Lots by their keys.</summary>
    [NodeResolver, Authorize("loyalty:read")]
    public static IQueryable<LoyaltyLot> GetLoyaltyLot(IQueryable<LoyaltyLot> lots) => lots;
}
