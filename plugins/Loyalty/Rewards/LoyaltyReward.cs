using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>What points can be spent on.</summary>
[Node, VisibleToAll, AllowMembers]
public sealed class LoyaltyReward
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal init; }

    /// <summary>The programme.</summary>
    [GraphQLIgnore]
    public Guid ProgramId { get; internal init; }

    /// <summary>By what it is known in the programme.</summary>
    public string Code { get; internal init; } = "";

    /// <summary>What it is called.</summary>
    [Searchable]
    public string Name { get; internal set; } = "";

    /// <summary>More about it; null: there is nothing to say.</summary>
    public string? Description { get; internal set; }

    /// <summary>What it is.</summary>
    public LoyaltyRewardKind Kind { get; internal init; }

    /// <summary>What it costs.</summary>
    public long Points { get; internal set; }

    /// <summary>What it is worth in money; null: that can't be said.</summary>
    public decimal? Value { get; internal set; }

    /// <summary>The ISO 4217 code of the currency of that; null exactly when there is no value.</summary>
    public string? Currency { get; internal set; }

    /// <summary>How many are left; null: there is no limit.</summary>
    public long? Stock { get; internal set; }

    /// <summary>How many were issued and not given back.</summary>
    [AllowMembers(false)]
    public long Issued { get; internal set; }

    /// <summary>How many a member can have, those that were used included; null: there is no limit.</summary>
    public int? PerMember { get; internal set; }

    /// <summary>The rank that a member's tier has to have at least; null: it is for everybody.</summary>
    public int? FromRank { get; internal set; }

    /// <summary>For how many days a voucher of it is good; null: without an end.</summary>
    public int? VoucherDays { get; internal set; }

    /// <summary>From when on it can be issued; null: it always could.</summary>
    public DateTimeOffset? StartsAt { get; internal set; }

    /// <summary>Until when, not included, it can be issued; null: without an end.</summary>
    public DateTimeOffset? EndsAt { get; internal set; }

    /// <summary>Whether it can be issued, when its time is.</summary>
    public bool IsActive { get; internal set; }

    /// <summary>When it was made.</summary>
    [AllowMembers(false)]
    public DateTimeOffset CreatedAt { get; internal init; }

    /// <summary>When it was changed last.</summary>
    [AllowMembers(false)]
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>Counts the changes, so that of two who take the last one the slower sees the other.</summary>
    [AllowMembers(false)]
    public int Version { get; private set; }

    /// <exception cref="LoyaltyRewardUnavailableException">It can't be issued now, or not to the member.</exception>
    /// <exception cref="LoyaltyOutOfStockException">None is left.</exception>
    internal void Take(LoyaltyAccount account, long had, DateTimeOffset now)
    {
        if (!IsActive) throw new LoyaltyRewardUnavailableException(Code, LoyaltyRewardObstacle.Inactive);
        if (now < StartsAt) throw new LoyaltyRewardUnavailableException(Code, LoyaltyRewardObstacle.TooEarly);
        if (now >= EndsAt) throw new LoyaltyRewardUnavailableException(Code, LoyaltyRewardObstacle.TooLate);
        if (account.Tier.Rank < FromRank) throw new LoyaltyRewardUnavailableException(Code, LoyaltyRewardObstacle.Tier);
        if (had >= PerMember) throw new LoyaltyRewardUnavailableException(Code, LoyaltyRewardObstacle.PerMember);
        if (Stock < 1) throw new LoyaltyOutOfStockException(Code);
        (Stock, Issued) = (Stock - 1, Issued + 1);
    }

    /// <summary>One comes back.</summary>
    internal void PutBack() => (Stock, Issued) = (Stock + 1, Issued - 1);
}

/// <summary>What a reward is.</summary>
public enum LoyaltyRewardKind
{
    /// <summary>Money off a purchase.</summary>
    Discount,

    /// <summary>A thing.</summary>
    Gift,

    /// <summary>Something to take part in.</summary>
    Experience,

    /// <summary>A voucher.</summary>
    Voucher,
}
