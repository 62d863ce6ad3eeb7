using System.Text.Json;
using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>What a standing shows besides its own values.</summary>
[ObjectType<LoyaltyStanding>]
public static class LoyaltyStandingFields
{
    /// <summary>The tier; null: none is reached.</summary>
    [Join(nameof(LoyaltyStanding.TierId), nameof(LoyaltyTier.Id)), UseSingleOrDefault, AllowMembers]
    public static IQueryable<LoyaltyTier> GetCurrent(IQueryable<LoyaltyTier> tiers) => tiers;

    /// <summary>The next higher tier; null: there is none.</summary>
    [Join(nameof(LoyaltyStanding.NextTierId), nameof(LoyaltyTier.Id)), UseSingleOrDefault, AllowMembers]
    public static IQueryable<LoyaltyTier> GetNext(IQueryable<LoyaltyTier> tiers) => tiers;
}

/// <summary>What a tier shows besides its own columns.</summary>
[ObjectType<LoyaltyTier>]
public static class LoyaltyTierFields
{
    /// <summary>What it brings, in words.</summary>
    [BatchResolver, AllowMembers]
    public static IReadOnlyList<IReadOnlyList<string>> GetBenefits([Parent(nameof(LoyaltyTier.BenefitList))] IReadOnlyList<string> lists) =>
        [.. lists.Select(list => JsonSerializer.Deserialize<string[]>(list)!)];

    /// <summary>Tiers by their keys.</summary>
    [NodeResolver, Authorize("loyalty:read"), AllowMembers]
    public static IQueryable<LoyaltyTier> GetLoyaltyTier(IQueryable<LoyaltyTier> tiers) => tiers;
}

/// <summary>What a policy shows besides its own values.</summary>
[ObjectType<LoyaltyTierPolicy>]
public static class LoyaltyTierPolicyFields
{
    /// <summary>The kinds of interactions that count as such.</summary>
    [BatchResolver, AllowMembers]
    public static IReadOnlyList<IReadOnlyList<InteractionKind>> GetCountedKinds([Parent] IReadOnlyList<LoyaltyTierPolicy> policies) =>
        [.. policies.Select(policy => policy.Kinds)];
}

/// <summary>What a programme shows of its tiers.</summary>
[ObjectType<LoyaltyProgram>]
public static class LoyaltyProgramTiers
{
    /// <summary>The tiers, the lowest first.</summary>
    [Join(nameof(LoyaltyProgram.Id), nameof(LoyaltyTier.ProgramId)), UsePaging, UseFiltering, UseSorting(Default = ["Rank"]), AllowMembers]
    public static IQueryable<LoyaltyTier> GetTiers(IQueryable<LoyaltyTier> tiers) => tiers;
}

/// <summary>What an account shows of its tier's history.</summary>
[ObjectType<LoyaltyAccount>]
public static class LoyaltyAccountTiers
{
    /// <summary>How the tier changed, the latest change first.</summary>
    [Join(nameof(LoyaltyAccount.Id), nameof(LoyaltyTierChange.AccountId)), UsePaging, UseFiltering, UseSorting(Default = ["At DESC"])]
    [AllowMembers]
    public static IQueryable<LoyaltyTierChange> GetTierChanges(IQueryable<LoyaltyTierChange> changes) => changes;
}
