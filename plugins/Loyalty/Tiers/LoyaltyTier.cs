using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>
/// A level of membership in a programme. It is reached by whoever meets all of its thresholds within the programme's window; one without
/// any is everybody's.
/// </summary>
[Node, VisibleToAll, AllowMembers]
public sealed class LoyaltyTier
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal init; }

    /// <summary>The programme.</summary>
    [GraphQLIgnore]
    public Guid ProgramId { get; internal init; }

    /// <summary>UPPER_SNAKE, such as GOLD; unique in the programme.</summary>
    public string Code { get; internal set; } = "";

    /// <summary>The name to show.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>The place among the programme's tiers: the higher, the better; unique in the programme.</summary>
    public int Rank { get; internal set; }

    /// <summary>The qualifying points that it takes; null: none.</summary>
    public long? Points { get; internal set; }

    /// <summary>What has to be spent, in the programme's currency, less what was given back; null: nothing.</summary>
    public decimal? Spend { get; internal set; }

    /// <summary>The interactions that it takes, of the kinds that the programme counts; null: none.</summary>
    public int? Interactions { get; internal set; }

    /// <summary>The qualifying points that are enough to keep it; null: as many as to reach it.</summary>
    public long? KeepPoints { get; internal set; }

    /// <summary>The spend that is enough to keep it; null: as much as to reach it.</summary>
    public decimal? KeepSpend { get; internal set; }

    /// <summary>The interactions that are enough to keep it; null: as many as to reach it.</summary>
    public int? KeepInteractions { get; internal set; }

    /// <summary>What it brings, as a JSON list of texts.</summary>
    [GraphQLIgnore]
    public string BenefitList { get; internal set; } = "[]";

    /// <summary>When the tier was made.</summary>
    [AllowMembers(false)]
    public DateTimeOffset CreatedAt { get; internal init; }

    /// <summary>When the tier was changed last.</summary>
    [AllowMembers(false)]
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>Counts the changes, from 1.</summary>
    [AllowMembers(false)]
    public int Version { get; private set; }

    internal bool IsReachedBy(TierMeasure measure) => Meets(measure, Points, Spend, Interactions);

    internal bool IsKeptBy(TierMeasure measure) =>
        Meets(measure, KeepPoints ?? Points, KeepSpend ?? Spend, KeepInteractions ?? Interactions) || IsReachedBy(measure);

    // What asks for nothing is everybody's, also of those who gave back more than they bought in the window.
    static bool Meets(TierMeasure measure, long? points, decimal? spend, int? interactions) =>
        (points is null or 0 || measure.Points >= points) && (spend is null or 0 || measure.Spend >= spend)
        && (interactions is null || measure.Interactions >= interactions);
}

/// <summary>What somebody did in the window by which tiers are reached.</summary>
/// <param name="Points">Qualifying points.</param>
/// <param name="Spend">In the programme's currency.</param>
/// <param name="Interactions">Of the kinds that count.</param>
/// <param name="EarliestAt">When the first of it happened; null: nothing did, or the window never moves.</param>
readonly record struct TierMeasure(long Points, decimal Spend, int Interactions, DateTimeOffset? EarliestAt)
{
    /// <summary>What two did together.</summary>
    public TierMeasure With(TierMeasure other) => new(
        Points + other.Points, Spend + other.Spend, Interactions + other.Interactions,
        LoyaltyStanding.Earlier(EarliestAt, other.EarliestAt));
}
