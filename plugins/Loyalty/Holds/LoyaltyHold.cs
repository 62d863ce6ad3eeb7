using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>
/// Points that are set aside, such as while somebody checks out. They are spent when it is confirmed, and come back otherwise.
/// </summary>
[Node, VisibleWith<LoyaltyAccount>(nameof(AccountId)), Authorize("loyalty:read"), AllowMembers]
public sealed class LoyaltyHold
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal init; }

    /// <summary>The account.</summary>
    [GraphQLIgnore]
    public Guid AccountId { get; internal init; }

    /// <summary>How many points were set aside.</summary>
    public long Points { get; internal init; }

    /// <summary>How many of them were spent.</summary>
    public long Confirmed { get; internal set; }

    /// <summary>What became of it.</summary>
    public LoyaltyHoldStatus Status { get; internal set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; internal init; }

    /// <summary>When the points come back by themselves.</summary>
    public DateTimeOffset ExpiresAt { get; internal set; }

    /// <summary>The reward that they are for; null: none.</summary>
    [GraphQLIgnore]
    public Guid? RewardId { get; internal init; }

    /// <summary>Counts the changes, so that of two writers the slower one sees the other.</summary>
    [GraphQLIgnore]
    public int Version { get; private set; }
}

/// <summary>What became of a hold.</summary>
public enum LoyaltyHoldStatus
{
    /// <summary>The points are set aside.</summary>
    Active,

    /// <summary>They were spent, or a part of them.</summary>
    Confirmed,

    /// <summary>It was given up, and they came back.</summary>
    Cancelled,

    /// <summary>Nobody confirmed in time, and they came back.</summary>
    Expired,
}
