using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>
/// A line of the ledger: points that went from some books to others. Lines are added and never changed, which the database sees to; each
/// holds the hash of the one before it in its account. Per book stands by how much it changed: all of them together are zero.
/// </summary>
[Node, VisibleWith<LoyaltyAccount>(nameof(AccountId)), Authorize("loyalty:read"), AllowMembers]
public sealed record LoyaltyTransaction
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; init; }

    /// <summary>The account.</summary>
    [GraphQLIgnore]
    public Guid AccountId { get; init; }

    /// <summary>The programme.</summary>
    [GraphQLIgnore]
    public Guid ProgramId { get; init; }

    /// <summary>Counts the transactions of the account, from 1.</summary>
    public long Sequence { get; init; }

    /// <summary>What was done.</summary>
    public LoyaltyTransactionKind Kind { get; init; }

    /// <summary>By how much the points changed that can't be spent yet.</summary>
    public long Pending { get; init; }

    /// <summary>By how much the points changed that can be spent.</summary>
    public long Available { get; init; }

    /// <summary>By how much the points changed that holds set aside.</summary>
    public long Held { get; init; }

    /// <summary>By how much the book of debt changed, which is below zero while something is owed: negative when more is owed.</summary>
    public long Debt { get; init; }

    /// <summary>By how much the programme's book of what was earned changed: negative when points are earned.</summary>
    public long Issued { get; init; }

    /// <summary>By how much the programme's book of what was spent changed.</summary>
    public long Redeemed { get; init; }

    /// <summary>By how much the programme's book of what lapsed changed.</summary>
    public long Expired { get; init; }

    /// <summary>By how much the programme's book of adjustments changed: positive when the member has less.</summary>
    public long Adjusted { get; init; }

    /// <summary>By how much the points changed that count for the tier. They are in no book.</summary>
    public long Qualifying { get; init; }

    /// <summary>What can't be spent yet, after it.</summary>
    public long PendingAfter { get; init; }

    /// <summary>What can be spent, after it.</summary>
    public long AvailableAfter { get; init; }

    /// <summary>What holds set aside, after it.</summary>
    public long HeldAfter { get; init; }

    /// <summary>What is owed, after it.</summary>
    public long DebtAfter { get; init; }

    /// <summary>When its cause happened.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it was written. Never before the transaction that it follows.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>The version of a rule that gave the points; null: none did, or several.</summary>
    [GraphQLIgnore]
    public Guid? RuleVersionId { get; init; }

    /// <summary>The revision of the interaction that was settled; null: none was.</summary>
    [GraphQLIgnore]
    public Guid? InteractionId { get; init; }

    /// <summary>The first revision of the interaction whose points these are; null: of none.</summary>
    [GraphQLIgnore]
    public Guid? OriginalInteractionId { get; init; }

    /// <summary>The transaction that it takes back, or a part of it; null: none.</summary>
    [GraphQLIgnore]
    public Guid? ReversesId { get; init; }

    /// <summary>The hold; null: none.</summary>
    [GraphQLIgnore]
    public Guid? HoldId { get; init; }

    /// <summary>The reward that was bought; null: none.</summary>
    [GraphQLIgnore]
    public Guid? RewardId { get; init; }

    /// <summary>The merge of two contacts; null: none.</summary>
    [GraphQLIgnore]
    public Guid? MergeId { get; init; }

    /// <summary>The account on the other side of a transfer or merge; null: none.</summary>
    [GraphQLIgnore]
    public Guid? OtherAccountId { get; init; }

    /// <summary>What kind of actor did it.</summary>
    [AllowMembers(false)]
    public LoyaltyActorKind ActorKind { get; init; }

    /// <summary>The user who did it; null: it was none.</summary>
    [GraphQLIgnore]
    public Guid? ActorId { get; init; }

    /// <summary>The API client or the part of the system that did it; null: a person did.</summary>
    [AllowMembers(false)]
    public string? ActorName { get; init; }

    /// <summary>The hash of what was said about it, with its salt; null: nothing was. It stays when the text is forgotten.</summary>
    [GraphQLIgnore]
    public string? DetailHash { get; init; }

    /// <summary>The hash of the transaction before it; null: it is the first.</summary>
    [AllowMembers(false)]
    public string? PreviousHash { get; init; }

    /// <summary>The SHA-256 hash of all that stands here, of its movements, and of the hash before it.</summary>
    [AllowMembers(false)]
    public string Hash { get; init; } = "";
}

/// <summary>What a transaction did.</summary>
public enum LoyaltyTransactionKind
{
    /// <summary>Points were earned.</summary>
    Earn,

    /// <summary>Points were taken back, because what earned them was given back or is worth less.</summary>
    ReverseEarn,

    /// <summary>Points became available.</summary>
    Release,

    /// <summary>Points were spent.</summary>
    Redeem,

    /// <summary>What was spent came back.</summary>
    RefundRedemption,

    /// <summary>Points were set aside.</summary>
    Hold,

    /// <summary>Points that were set aside were spent, and the rest of them came back.</summary>
    Confirm,

    /// <summary>Points that were set aside came back.</summary>
    Cancel,

    /// <summary>Points that were set aside came back, because nobody confirmed in time.</summary>
    TimeOut,

    /// <summary>Points lapsed.</summary>
    Expire,

    /// <summary>Points were given or taken by hand.</summary>
    Adjust,

    /// <summary>Points went from one member to another.</summary>
    Transfer,

    /// <summary>Points were brought along from another system.</summary>
    Opening,

    /// <summary>The member and another contact turned out to be one person: that one's points came here.</summary>
    Merge,

    /// <summary>The member turned out to be the same person as another contact: the points went there.</summary>
    MergedAway,

    /// <summary>Another contact that was merged stands for itself again: its points went back.</summary>
    Unmerge,

    /// <summary>The member stands for itself again: the points came back.</summary>
    Separated,

    /// <summary>The person was forgotten, and what was left with them.</summary>
    Forget,
}

/// <summary>What kind of actor did something.</summary>
public enum LoyaltyActorKind
{
    /// <summary>The system itself: an event or a job.</summary>
    System,

    /// <summary>An API client.</summary>
    Client,

    /// <summary>A user of the system.</summary>
    User,

    /// <summary>The member.</summary>
    Member,
}
