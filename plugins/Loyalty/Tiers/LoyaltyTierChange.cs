using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Somebody came to another tier, or one was given by hand. Lines of a history.</summary>
[VisibleWith<LoyaltyAccount>(nameof(AccountId))]
[Authorize("loyalty:read"), AllowMembers]
public sealed class LoyaltyTierChange
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal init; }

    /// <summary>The account.</summary>
    [GraphQLIgnore]
    public Guid AccountId { get; internal init; }

    /// <summary>The code of the tier before; null: there was none.</summary>
    public string? From { get; internal init; }

    /// <summary>The code of the tier afterwards; null: there is none.</summary>
    public string? To { get; internal init; }

    /// <summary>Why.</summary>
    public LoyaltyTierCause Cause { get; internal init; }

    /// <summary>What was said about it; null when there is nothing to say.</summary>
    [AllowMembers(false), PersonalData]
    public string? Reason { get; internal init; }

    /// <summary>The user who gave it by hand; null: none did.</summary>
    [GraphQLIgnore]
    public Guid? ActorId { get; internal init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; internal init; }

    /// <summary>The merge that is the cause; null for others.</summary>
    [GraphQLIgnore]
    public Guid? MergeId { get; internal init; }
}

/// <summary>Why somebody came to another tier.</summary>
public enum LoyaltyTierCause
{
    /// <summary>Its thresholds were met.</summary>
    Reached,

    /// <summary>The thresholds of the one before were not met any more, or it is gone.</summary>
    Lost,

    /// <summary>Somebody gave it by hand.</summary>
    Overridden,

    /// <summary>What was given by hand ended.</summary>
    OverrideEnded,

    /// <summary>Two contacts turned out to be one person, who keeps the better tier.</summary>
    Merged,

    /// <summary>
    /// They turned out to be two after all, and the tier is the one from before the merge. Only told to subscribers and plugins: the
    /// history is as if there had been no merge.
    /// </summary>
    Separated,
}
