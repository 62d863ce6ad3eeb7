using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Somebody came to another tier, or one was given by hand.</summary>
/// <param name="ContactId">Who.</param>
/// <param name="LoyaltyAccountId">The account.</param>
/// <param name="ProgramId">The programme.</param>
/// <param name="FromTierId">The tier before; null: there was none.</param>
/// <param name="ToTierId">The tier afterwards; null: there is none.</param>
/// <param name="Cause">Why.</param>
public sealed record LoyaltyTierChanged(
    Guid ContactId, Guid LoyaltyAccountId, Guid ProgramId, Guid? FromTierId, Guid? ToTierId, LoyaltyTierCause Cause) : PluginEvent;

/// <summary>What is told of tiers, as it happens.</summary>
[SubscriptionType]
public static class LoyaltyTierSubscriptions
{
    /// <summary>Who came to another tier, whenever somebody did.</summary>
    /// <param name="contactId">Only this contact; null: every one.</param>
    [Subscribe, Authorize("loyalty:read"), AllowMembers]
    public static LoyaltyTierMove? GetLoyaltyTierChanged([EventMessage] LoyaltyTierChanged e, [ID<Contact>] Guid? contactId) =>
        new(e.ContactId, e.ProgramId, e.FromTierId, e.ToTierId, e.Cause);
}

/// <summary>Somebody came to another tier.</summary>
/// <param name="ContactId">Who.</param>
/// <param name="ProgramId">In which programme.</param>
/// <param name="FromId">The tier before; null: there was none.</param>
/// <param name="ToId">The tier afterwards; null: there is none.</param>
/// <param name="Cause">Why.</param>
[AllowMembers]
public sealed record LoyaltyTierMove(
    [property: ID<Contact>] Guid ContactId, [property: ID<LoyaltyProgram>] Guid ProgramId,
    [property: ID<LoyaltyTier>] Guid? FromId, [property: ID<LoyaltyTier>] Guid? ToId, LoyaltyTierCause Cause);

/// <summary>What a move shows besides its own values.</summary>
[ObjectType<LoyaltyTierMove>]
public static class LoyaltyTierMoveFields
{
    /// <summary>The tier before; null: there was none, or it is gone.</summary>
    [Join(nameof(LoyaltyTierMove.FromId), nameof(LoyaltyTier.Id)), UseSingleOrDefault, AllowMembers]
    public static IQueryable<LoyaltyTier> GetFrom(IQueryable<LoyaltyTier> tiers) => tiers;

    /// <summary>The tier afterwards; null: there is none, or it is gone.</summary>
    [Join(nameof(LoyaltyTierMove.ToId), nameof(LoyaltyTier.Id)), UseSingleOrDefault, AllowMembers]
    public static IQueryable<LoyaltyTier> GetTo(IQueryable<LoyaltyTier> tiers) => tiers;
}
