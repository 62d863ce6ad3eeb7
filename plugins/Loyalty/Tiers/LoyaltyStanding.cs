using System.ComponentModel.DataAnnotations.Schema;
using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Where somebody stands among the tiers of a programme: a part of the account.</summary>
[AllowMembers, ComplexType]
public sealed record LoyaltyStanding
{
    /// <summary>The tier.</summary>
    [GraphQLIgnore]
    public Guid? TierId { get; init; }

    /// <summary>The code of the tier, such as GOLD; null: none is reached.</summary>
    public string? Code { get; init; }

    /// <summary>The rank of the tier; 0 where there is none.</summary>
    public int Rank { get; init; }

    /// <summary>Since when the tier is held; null: there is none.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Until when the tier is kept in any case; null: as long as its thresholds are met.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>
    /// When the tier will be lost unless its thresholds are met again by then; null: they are met, or it is kept for another reason.
    /// </summary>
    public DateTimeOffset? GraceEndsAt { get; init; }

    /// <summary>Whether somebody gave the tier by hand, so that thresholds don't count.</summary>
    public bool IsOverridden { get; init; }

    /// <summary>When the tier that was given by hand ends; null: it doesn't end by itself, or none was given.</summary>
    public DateTimeOffset? OverrideEndsAt { get; init; }

    /// <summary>The next higher tier.</summary>
    [GraphQLIgnore]
    public Guid? NextTierId { get; init; }

    /// <summary>The qualifying points in the window.</summary>
    public long Points { get; init; }

    /// <summary>What was spent in the window; 0 as well while no tier of the programme asks for it.</summary>
    public decimal Spend { get; init; }

    /// <summary>The interactions in the window that count; 0 as well while no tier of the programme asks for them.</summary>
    public int Interactions { get; init; }

    /// <summary>
    /// How much of the way to the next tier is done, from 0 to 1: of its thresholds, the one that is furthest. Null: there is no next tier.
    /// </summary>
    public decimal? Progress { get; init; }

    /// <summary>When the window begins of what counts; null: it has no beginning.</summary>
    public DateTimeOffset? WindowStartsAt { get; init; }

    /// <summary>
    /// When the window moves past something that counts now: the end of the calendar year, or the day on which the earliest of it is too
    /// old. Null: nothing gets too old.
    /// </summary>
    public DateTimeOffset? WindowEndsAt { get; init; }

    /// <summary>The account's qualifying points of all time that are taken into account.</summary>
    [GraphQLIgnore]
    public long Counted { get; init; }

    /// <summary>When all this was found out; the beginning of 1970: never.</summary>
    [GraphQLIgnore]
    public DateTimeOffset MeasuredAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The first moment at which time alone can change it; null: it can't.</summary>
    internal DateTimeOffset? DueAt
    {
        get
        {
            var due = Earlier(Earlier(WindowEndsAt, OverrideEndsAt), GraceEndsAt);
            return Until > MeasuredAt ? Earlier(due, Until) : due;
        }
    }

    /// <summary>Whether it is the same tier, held since the same time and for the same reason.</summary>
    internal bool IsHeldLike(LoyaltyStanding other) =>
        (TierId, Since, IsOverridden, OverrideEndsAt) == (other.TierId, other.Since, other.IsOverridden, other.OverrideEndsAt);

    internal static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;
}
