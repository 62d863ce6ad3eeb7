using System.ComponentModel.DataAnnotations.Schema;
using System.Text.Json;
using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>How the tiers of a programme are reached, kept and lost.</summary>
[AllowMembers, ComplexType]
public sealed record LoyaltyTierPolicy
{
    /// <summary>What counts towards a tier.</summary>
    public LoyaltyTierWindow Window { get; init; }

    /// <summary>How long a rolling window is, in calendar months: today is its last day.</summary>
    public int WindowMonths { get; init; } = 12;

    /// <summary>
    /// For how many months a tier is kept from when it was reached, whatever happens; 0: as long as its thresholds are met. When the time
    /// is over and they are met, it begins anew; with a window of calendar years, whenever they are met.
    /// </summary>
    public int RetentionMonths { get; init; }

    /// <summary>Whether the time for which a tier is kept goes on to the end of its calendar year.</summary>
    public bool RetainsToYearEnd { get; init; }

    /// <summary>For how many days more a tier is kept when it would be lost.</summary>
    public int GraceDays { get; init; }

    /// <summary>Where one goes who loses a tier.</summary>
    public LoyaltyDowngrade Downgrade { get; init; }

    /// <summary>The kinds of interactions that count as such, as a JSON list.</summary>
    [GraphQLIgnore]
    public string KindList { get; init; } = "[\"PURCHASE\"]";

    /// <summary>When the policy or a tier was changed last: accounts that were looked at before are to be looked at again.</summary>
    [GraphQLIgnore]
    public DateTimeOffset ChangedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The latest change after which all accounts have been looked at.</summary>
    [GraphQLIgnore]
    public DateTimeOffset AppliedAt { get; init; } = DateTimeOffset.UnixEpoch;

    internal IReadOnlyList<InteractionKind> Kinds =>
        [.. JsonSerializer.Deserialize<string[]>(KindList)!.Select(kind => new InteractionKind(kind))];
}

/// <summary>What counts towards a tier.</summary>
public enum LoyaltyTierWindow
{
    /// <summary>Everything since the beginning.</summary>
    Lifetime,

    /// <summary>The last months, today included.</summary>
    Rolling,

    /// <summary>The calendar year, in the programme's time zone.</summary>
    CalendarYear,
}

/// <summary>Where one goes who loses a tier.</summary>
public enum LoyaltyDowngrade
{
    /// <summary>To the tier whose thresholds are met.</summary>
    ToEarned,

    /// <summary>One tier down, and for the time that the policy has tiers kept, or else for the length of a window, no further.</summary>
    OneTier,

    /// <summary>Nowhere: a tier that was reached is never lost.</summary>
    Never,
}
