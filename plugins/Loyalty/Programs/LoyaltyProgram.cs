using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>A loyalty programme: how points are earned, how long they last, and what becomes of those that have to be taken back.</summary>
[Node, VisibleToAll, AllowMembers]
public sealed class LoyaltyProgram
{
    /// <summary>The programme that is there from the beginning.</summary>
    internal static readonly Guid DefaultId = new("0199c0de-0000-7000-8000-000000000001");

    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal init; }

    /// <summary>By what clients know it, such as "default".</summary>
    public string Code { get; internal init; } = "";

    /// <summary>What it is called.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>Whether it is the one that <c>contact { loyalty }</c> shows, and in which purchases enrol.</summary>
    public bool IsDefault { get; internal init; }

    /// <summary>Whether points are earned.</summary>
    public LoyaltyProgramStatus Status { get; internal set; }

    /// <summary>The IANA time zone whose days, months and years it counts.</summary>
    public string TimeZone { get; internal set; } = "UTC";

    /// <summary>The ISO 4217 code of the currency that earns points; null: any.</summary>
    public string? Currency { get; internal set; }

    /// <summary>How parts of a point are rounded.</summary>
    public LoyaltyRounding Rounding { get; internal set; }

    /// <summary>Whether points are earned on amounts with tax or without it, where a purchase says both.</summary>
    public LoyaltyEarnBasis EarnBasis { get; internal set; }

    /// <summary>The most that a member earns in a day; null: no limit.</summary>
    public long? MaxPointsPerDay { get; internal set; }

    /// <summary>The most that a purchase earns; null: no limit.</summary>
    public long? MaxPointsPerOrder { get; internal set; }

    /// <summary>What becomes of points that have to be taken back and are gone.</summary>
    public LoyaltyDebtPolicy DebtPolicy { get; internal set; }

    /// <summary>So many days after they were earned points can be spent; 0: at once.</summary>
    public int PendingDays { get; internal set; }

    /// <summary>When points lapse.</summary>
    public LoyaltyExpiryPolicy ExpiryPolicy { get; internal set; }

    /// <summary>After how many months; 0 where points never lapse.</summary>
    public int ExpiryMonths { get; internal set; }

    /// <summary>What becomes of points that come back after they would have lapsed.</summary>
    public LoyaltyLapsedPolicy LapsedPolicy { get; internal set; }

    /// <summary>For how many days they can be spent again, where the policy extends them.</summary>
    public int LapsedDays { get; internal set; }

    /// <summary>The most points that may go to another member at once; null: no limit.</summary>
    public long? MaxPointsPerTransfer { get; internal set; }

    /// <summary>The most points that a member may give to others in a day; null: no limit.</summary>
    public long? MaxTransferredPerDay { get; internal set; }

    /// <summary>Whether members may hand points to each other themselves, within these limits.</summary>
    public bool MembersTransfer { get; internal set; }

    /// <summary>Adjustments of more points, or of more that counts for the tier, wait for the approval of somebody else; null: none does.</summary>
    public long? AdjustmentApprovalAbove { get; internal set; }

    /// <summary>How tiers are reached, kept and lost.</summary>
    public LoyaltyTierPolicy TierPolicy { get; internal set; } = new();

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; internal init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>Counts the changes.</summary>
    public int Version { get; private set; }
}

/// <summary>Whether a programme runs.</summary>
public enum LoyaltyProgramStatus
{
    /// <summary>Points are earned and spent.</summary>
    Active,

    /// <summary>Nothing is earned; points can be spent.</summary>
    Paused,

    /// <summary>It is over: nothing is earned.</summary>
    Ended,
}

/// <summary>How parts of a point are rounded.</summary>
public enum LoyaltyRounding
{
    /// <summary>To the whole number below.</summary>
    Down,

    /// <summary>To the nearest one, halves up.</summary>
    Nearest,

    /// <summary>To the whole number above.</summary>
    Up,
}

/// <summary>On what points are earned.</summary>
public enum LoyaltyEarnBasis
{
    /// <summary>Amounts with tax.</summary>
    Gross,

    /// <summary>Amounts without tax, as far as the lines of a purchase say them.</summary>
    Net,
}

/// <summary>What becomes of points that have to be taken back and are gone.</summary>
public enum LoyaltyDebtPolicy
{
    /// <summary>They are owed, and what becomes available next pays them.</summary>
    Carry,

    /// <summary>They are given up, unless they come back, as when a hold is cancelled or a redemption refunded.</summary>
    Forgive,
}

/// <summary>When points lapse.</summary>
public enum LoyaltyExpiryPolicy
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>At the end of the day so many months after they were earned.</summary>
    MonthsAfterEarning,

    /// <summary>At the end of the year in which that day is.</summary>
    EndOfYearAfter,

    /// <summary>All together, at the end of the day so many months after points were last earned or spent.</summary>
    Inactivity,
}

/// <summary>What becomes of points that come back after they would have lapsed.</summary>
public enum LoyaltyLapsedPolicy
{
    /// <summary>They lapse.</summary>
    Forfeit,

    /// <summary>They last as long as if they had been earned when they come back.</summary>
    Restore,

    /// <summary>They last for some more days.</summary>
    Extend,
}
