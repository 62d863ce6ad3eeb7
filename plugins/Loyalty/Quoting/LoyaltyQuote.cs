using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>What a basket would earn.</summary>
/// <param name="Points">The points.</param>
/// <param name="Qualifying">As many of them as would count for tiers.</param>
/// <param name="AvailableAt">From when on they could be spent.</param>
/// <param name="ExpiresAt">When they would lapse; null: never.</param>
/// <param name="Awards">What each rule would give.</param>
[AllowMembers]
public sealed record LoyaltyQuote(
    long Points, long Qualifying, DateTimeOffset AvailableAt, DateTimeOffset? ExpiresAt, IReadOnlyList<LoyaltyQuotedAward> Awards);

/// <summary>What a rule would give.</summary>
/// <param name="Rule">The code of the rule.</param>
/// <param name="RuleVersionId">The version of the rule.</param>
/// <param name="Points">The points.</param>
/// <param name="Qualifying">As many of them as would count for tiers.</param>
/// <param name="LineNumber">The line of the basket, from 1; null: for the whole of it.</param>
/// <param name="Why">In a few words.</param>
[AllowMembers]
public sealed record LoyaltyQuotedAward(
    string Rule, [property: ID<LoyaltyRuleVersion>] Guid RuleVersionId, long Points, long Qualifying, int? LineNumber, string Why);
