namespace Crm.Headless.Loyalty;

/// <summary>Why a transaction is booked.</summary>
sealed record Cause
{
    /// <summary>When it happened; null: now.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    public Guid? InteractionId { get; init; }
    public Guid? OriginalInteractionId { get; init; }
    public Guid? ReversesId { get; init; }
    public Guid? HoldId { get; init; }
    public Guid? RewardId { get; init; }
    public Guid? MergeId { get; init; }
    public Guid? OtherAccountId { get; init; }

    /// <summary>The client's own key of the request; null: none was given.</summary>
    public string? IdempotencyKey { get; init; }

    public string? Reason { get; init; }
    public string? Note { get; init; }

    public bool SaysAnything => (IdempotencyKey ?? Reason ?? Note) is not null;
}
