using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Points that somebody gives or takes by hand. Above the programme's limit they wait until somebody else approves.</summary>
[Node, VisibleWith<LoyaltyAccount>(nameof(AccountId))]
public sealed class LoyaltyAdjustment
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal init; }

    /// <summary>The account.</summary>
    [GraphQLIgnore]
    public Guid AccountId { get; internal init; }

    /// <summary>How many: below zero to take them.</summary>
    public long Points { get; internal init; }

    /// <summary>How many of them count for the tier.</summary>
    public long Qualifying { get; internal init; }

    /// <summary>When points that are given lapse; null: as the programme says.</summary>
    public DateTimeOffset? ExpiresAt { get; internal init; }

    /// <summary>Why; null: the person was forgotten.</summary>
    [PersonalData]
    public string? Reason { get; internal set; }

    /// <summary>The client's own key of the request; null: none was given.</summary>
    [GraphQLIgnore]
    public string? IdempotencyKey { get; internal set; }

    /// <summary>What became of it.</summary>
    public LoyaltyAdjustmentStatus Status { get; internal set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt { get; internal init; }

    /// <summary>The user who asked; null: an API client did.</summary>
    [GraphQLIgnore]
    public Guid? RequestedById { get; internal init; }

    /// <summary>The API client that asked; null: a user did.</summary>
    public string? RequestedByName { get; internal init; }

    /// <summary>When it was decided; null: it wasn't, or nobody had to.</summary>
    public DateTimeOffset? DecidedAt { get; internal set; }

    /// <summary>The user who decided; null: an API client did, or nobody.</summary>
    [GraphQLIgnore]
    public Guid? DecidedById { get; internal set; }

    /// <summary>The API client that decided; null: a user did, or nobody.</summary>
    public string? DecidedByName { get; internal set; }

    /// <summary>What whoever decided said; null: nothing.</summary>
    [PersonalData]
    public string? Decision { get; internal set; }

    /// <summary>The transaction that it became; null: none.</summary>
    [GraphQLIgnore]
    public Guid? TransactionId { get; internal set; }

    /// <summary>Counts the changes, so that it is decided once.</summary>
    [GraphQLIgnore]
    public int Version { get; private set; }

    internal bool IsRequestedBy(IActor actor) => actor.UserId is { } user ? user == RequestedById : actor.Name == RequestedByName;

    /// <summary>Of a person who is forgotten no word stays.</summary>
    internal void Forget()
    {
        (Reason, Decision, IdempotencyKey) = (null, null, null);
        if (Status == LoyaltyAdjustmentStatus.Requested) Status = LoyaltyAdjustmentStatus.Rejected;
    }
}

/// <summary>What became of an adjustment.</summary>
public enum LoyaltyAdjustmentStatus
{
    /// <summary>It waits for approval.</summary>
    Requested,

    /// <summary>The points were given or taken at once: it was within the limit.</summary>
    Booked,

    /// <summary>Somebody else approved, and the points were given or taken.</summary>
    Approved,

    /// <summary>Somebody else rejected it.</summary>
    Rejected,
}

/// <summary>What an adjustment shows besides its own columns.</summary>
[ObjectType<LoyaltyAdjustment>]
static class LoyaltyAdjustmentFields
{
    /// <summary>The account.</summary>
    [Join(nameof(LoyaltyAdjustment.AccountId), nameof(LoyaltyAccount.Id)), UseSingleOrDefault, UseFiltering]
    public static IQueryable<LoyaltyAccount> GetAccount(IQueryable<LoyaltyAccount> accounts) => accounts;

    /// <summary>The transaction that it became; null: none.</summary>
    [Join(nameof(LoyaltyAdjustment.TransactionId), nameof(LoyaltyTransaction.Id)), UseSingleOrDefault]
    public static IQueryable<LoyaltyTransaction> GetTransaction(IQueryable<LoyaltyTransaction> transactions) => transactions;

    /// <summary>The user who asked; null: an API client did.</summary>
    [Join(nameof(LoyaltyAdjustment.RequestedById), nameof(User.Id)), UseSingleOrDefault, Authorize("users:read")]
    public static IQueryable<User> GetRequestedBy(IQueryable<User> users) => users;

    /// <summary>The user who decided; null: an API client did, or nobody.</summary>
    [Join(nameof(LoyaltyAdjustment.DecidedById), nameof(User.Id)), UseSingleOrDefault, Authorize("users:read")]
    public static IQueryable<User> GetDecidedBy(IQueryable<User> users) => users;

    /// <summary>Adjustments by their keys.</summary>
    [NodeResolver, Authorize("loyalty:read")]
    public static IQueryable<LoyaltyAdjustment> GetLoyaltyAdjustment(IQueryable<LoyaltyAdjustment> adjustments) => adjustments;
}

/// <summary>The adjustments among the queries.</summary>
[QueryType]
static class LoyaltyAdjustmentQueries
{
    /// <summary>What was given and taken by hand, or waits for approval, the latest first.</summary>
    [UsePaging, UseFiltering, UseSorting(Default = ["RequestedAt DESC"]), Authorize("loyalty:read")]
    public static IQueryable<LoyaltyAdjustment> GetLoyaltyAdjustments(IQueryable<LoyaltyAdjustment> adjustments) => adjustments;
}
