namespace Crm.Headless.Loyalty;

/// <summary>The tiers of a programme, and what its policy makes of them.</summary>
/// <param name="program">The programme.</param>
/// <param name="tiers">Its tiers, in any order.</param>
sealed class TierTable(LoyaltyProgram program, IEnumerable<LoyaltyTier> tiers)
{
    const int ProgressDigits = 4;

    readonly LoyaltyTier[] _tiers = [.. tiers.OrderBy(tier => tier.Rank)];

    public LoyaltyProgram Program => program;

    public LoyaltyTierPolicy Policy => program.TierPolicy;

    public TierWindow Window { get; } = new(program.TierPolicy, program.TimeZone);

    /// <summary>Whether points alone decide, so that nobody has to look at interactions.</summary>
    public bool AsksForPointsOnly => Array.TrueForAll(_tiers, tier =>
        (tier.Spend ?? tier.KeepSpend) is null && (tier.Interactions ?? tier.KeepInteractions) is null);

    public LoyaltyTier? Find(Guid? id) => Array.Find(_tiers, tier => tier.Id == id);

    public LoyaltyTier? ReachedBy(TierMeasure measure) => Array.FindLast(_tiers, tier => tier.IsReachedBy(measure));

    /// <summary>The best tier, up to the one that is held, that somebody who has it keeps.</summary>
    public LoyaltyTier? KeptBy(TierMeasure measure, LoyaltyTier held) =>
        Array.FindLast(_tiers, tier => tier.Rank <= held.Rank && tier.IsKeptBy(measure));

    public LoyaltyTier? Below(LoyaltyTier tier) => Array.FindLast(_tiers, other => other.Rank < tier.Rank);

    public LoyaltyTier? Above(int rank) => Array.Find(_tiers, tier => tier.Rank > rank);

    /// <summary>From 0 to 1, rounded down, so that 1 means that it is reached.</summary>
    public static decimal? ProgressTo(LoyaltyTier? next, TierMeasure measure) => next is null
        ? null
        : new[] { Share(measure.Points, next.Points), Share(measure.Spend, next.Spend), Share(
            measure.Interactions, next.Interactions) }.Min();

    static decimal Share(decimal has, decimal? needs) =>
        needs is not > 0 ? 1 : Math.Round(Math.Clamp(has / needs.Value, 0, 1), ProgressDigits, MidpointRounding.ToZero);
}
