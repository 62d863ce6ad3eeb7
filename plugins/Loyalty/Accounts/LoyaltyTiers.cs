using System.ComponentModel.DataAnnotations;

namespace Crm.Headless.Loyalty;

/// <summary>A level of membership.</summary>
/// <param name="Code">UPPER_SNAKE, such as GOLD.</param>
/// <param name="FromPoints">The lifetime points from which it is reached.</param>
public sealed record LoyaltyTier(string Code, long FromPoints);

/// <summary>What can be set about the loyalty programme.</summary>
[PluginSettings]
public sealed class LoyaltySettings
{
    /// <summary>The levels of membership, each with the lifetime points from which it is reached. Everybody begins on the lowest.</summary>
    [MinLength(1)]
    public IReadOnlyDictionary<string, long> Tiers { get; init; } = new Dictionary<string, long> { ["BRONZE"] = 0, ["SILVER"] = 1_000, ["GOLD"] = 5_000 };
}

/// <summary>The levels of the programme.</summary>
/// <param name="settings">Which there are.</param>
public sealed class LoyaltyTiers(LoyaltySettings settings)
{
    readonly LoyaltyTier[] _tiers = [.. settings.Tiers.Select(tier => new LoyaltyTier(tier.Key.ToUpperInvariant(), tier.Value)).OrderBy(tier => tier.FromPoints)];

    /// <summary>The highest tier that so many lifetime points reach.</summary>
    public LoyaltyTier Of(long lifetimePoints) => Array.FindLast(_tiers, tier => tier.FromPoints <= lifetimePoints) ?? _tiers[0];
}
