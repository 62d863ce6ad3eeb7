using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>A line of the ledger: points that came or went. Lines are added, never changed.</summary>
[VisibleWith<LoyaltyAccount>(nameof(AccountId))]
[Authorize("loyalty:read"), AllowMembers]
public sealed record LoyaltyEntry
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; init; }

    /// <summary>The account.</summary>
    [GraphQLIgnore]
    public Guid AccountId { get; init; }

    /// <summary>Counts the entries of the account, from 1.</summary>
    public long Sequence { get; init; }

    /// <summary>The points that came, or went if negative.</summary>
    public long Points { get; init; }

    /// <summary>The account's balance with this entry.</summary>
    public long BalanceAfter { get; init; }

    /// <summary>
    /// The points that should have been taken back but had been spent by then, so that the business bears them; negative when a later
    /// correction makes that good.
    /// </summary>
    public long Forgiven { get; init; }

    /// <summary>Why they came or went.</summary>
    public LoyaltyReason Reason { get; init; }

    /// <summary>The spender's own key, such as an order number; null when none was given.</summary>
    public string? Reference { get; init; }

    /// <summary>What was said about it; null when there is nothing to say.</summary>
    [AllowMembers(false)]
    public string? Note { get; init; }

    /// <summary>The revision of the interaction that is the reason; null for a redemption.</summary>
    [GraphQLIgnore]
    public Guid? InteractionId { get; init; }

    /// <summary>The first revision of that interaction; null for a redemption.</summary>
    [GraphQLIgnore]
    public Guid? OriginalInteractionId { get; init; }

    /// <summary>The lifetime points that came or went with a merge; 0 for other reasons.</summary>
    [GraphQLIgnore]
    public long Lifetime { get; init; }

    /// <summary>The merge that is the reason; null for other reasons.</summary>
    [GraphQLIgnore]
    public Guid? MergeId { get; init; }

    /// <summary>When its reason happened.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>Why points came or went.</summary>
public enum LoyaltyReason
{
    /// <summary>A purchase: one point per whole currency unit.</summary>
    Purchase,

    /// <summary>A refund: one point per whole currency unit is taken back.</summary>
    Refund,

    /// <summary>A purchase or refund was corrected or voided: the difference.</summary>
    Correction,

    /// <summary>Points were spent.</summary>
    Redemption,

    /// <summary>Two contacts turned out to be one person, or two after all: points went from one account to the other.</summary>
    Merge,
}
