using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Loyalty;

/// <summary>A level of membership.</summary>
/// <param name="Code">UPPER_SNAKE, such as GOLD.</param>
/// <param name="FromPoints">The lifetime points from which it is reached.</param>
public sealed record LoyaltyTier(string Code, long FromPoints);

/// <summary>
/// The levels of the programme: BRONZE, SILVER from 1,000 and GOLD from 5,000 lifetime points, or those of the configuration, such as
/// <c>Crm:Plugins:Settings:crm.loyalty:Tiers:PLATINUM = 20000</c>, where everybody begins on the lowest.
/// </summary>
public sealed class LoyaltyTiers
{
    const string Section = "Crm:Plugins:Settings:crm.loyalty:Tiers";
    readonly LoyaltyTier[] _tiers;

    /// <summary>Makes them of codes with thresholds, in any order.</summary>
    public LoyaltyTiers(params IEnumerable<LoyaltyTier> tiers) => _tiers = [.. tiers.OrderBy(tier => tier.FromPoints)];

    /// <summary>The highest tier that so many lifetime points reach.</summary>
    public LoyaltyTier Of(long lifetimePoints) => Array.FindLast(_tiers, tier => tier.FromPoints <= lifetimePoints) ?? _tiers[0];

    internal static LoyaltyTiers From(IServiceProvider services)
    {
        var configured = services.GetRequiredService<IConfiguration>().GetSection(Section).GetChildren()
            .Select(tier => new LoyaltyTier(tier.Key.ToUpperInvariant(), ThresholdOf(tier))).ToList();
        return configured.Count > 0 ? new(configured) : new(new LoyaltyTier("BRONZE", 0), new("SILVER", 1_000), new("GOLD", 5_000));
    }

    static long ThresholdOf(IConfigurationSection tier) => long.TryParse(tier.Value, out var points) ? points
        : throw new InvalidOperationException($"{tier.Path} is \"{tier.Value}\", which is no number of points. Set it to a whole number.");
}
