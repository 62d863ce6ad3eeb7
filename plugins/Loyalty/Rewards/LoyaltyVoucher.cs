using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>A reward that was issued to a member: what it shows in order to get it.</summary>
[Node, VisibleWith<LoyaltyAccount>(nameof(AccountId)), AllowMembers]
public sealed class LoyaltyVoucher
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal init; }

    /// <summary>The account of whoever can use it: that of the survivor while its member is merged into another one.</summary>
    [GraphQLIgnore]
    public Guid AccountId { get; internal set; }

    /// <summary>The reward.</summary>
    [GraphQLIgnore]
    public Guid RewardId { get; internal init; }

    /// <summary>The transaction that paid for it.</summary>
    [GraphQLIgnore]
    public Guid TransactionId { get; internal init; }

    /// <summary>What the member shows; unique.</summary>
    public string Code { get; internal init; } = "";

    /// <summary>What it cost.</summary>
    public long Points { get; internal init; }

    /// <summary>What became of it.</summary>
    public LoyaltyVoucherStatus Status { get; internal set; }

    /// <summary>When it was issued.</summary>
    public DateTimeOffset IssuedAt { get; internal init; }

    /// <summary>Until when, not included, it is good; null: without an end.</summary>
    public DateTimeOffset? ExpiresAt { get; internal init; }

    /// <summary>When it was redeemed; null: it wasn't.</summary>
    public DateTimeOffset? RedeemedAt { get; internal set; }

    /// <summary>When it was given back; null: it wasn't.</summary>
    public DateTimeOffset? CancelledAt { get; internal set; }

    /// <summary>The client's own key of the request that redeemed it; null: none was given.</summary>
    [GraphQLIgnore]
    public string? RedemptionKey { get; internal set; }

    /// <summary>Counts the changes, so that of two who redeem it the slower sees the other.</summary>
    [GraphQLIgnore]
    public int Version { get; private set; }

    internal bool IsGoodAt(DateTimeOffset now) => Status == LoyaltyVoucherStatus.Issued && !(ExpiresAt <= now);

    /// <summary>The person is forgotten, so nobody can show it any more.</summary>
    internal void Forget(DateTimeOffset now)
    {
        RedemptionKey = null;
        Status = StatusAt(now);
        if (Status == LoyaltyVoucherStatus.Issued) (Status, CancelledAt) = (LoyaltyVoucherStatus.Cancelled, now);
    }

    /// <summary>What became of it, also when nobody has written down yet that it is too old.</summary>
    internal LoyaltyVoucherStatus StatusAt(DateTimeOffset now) =>
        Status == LoyaltyVoucherStatus.Issued && !IsGoodAt(now) ? LoyaltyVoucherStatus.Expired : Status;
}

/// <summary>What became of a voucher.</summary>
public enum LoyaltyVoucherStatus
{
    /// <summary>It can be redeemed.</summary>
    Issued,

    /// <summary>The member got what it is for.</summary>
    Redeemed,

    /// <summary>It was given back, and its points came back.</summary>
    Cancelled,

    /// <summary>Nobody redeemed it in time.</summary>
    Expired,
}
