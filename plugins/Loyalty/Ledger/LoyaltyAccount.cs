using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// A member in a programme: what there is to spend. These numbers serve filters and orders; they change with the ledger, in one
/// transaction, and equal what its transactions add up to.
/// </summary>
[Node, AllowMembers, VisibleWith<Contact>(nameof(ContactId))]
public sealed class LoyaltyAccount
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; private set; }

    /// <summary>The programme.</summary>
    [GraphQLIgnore]
    public Guid ProgramId { get; private set; }

    /// <summary>The contact; each has one account at most in a programme. Null: the person was forgotten.</summary>
    [GraphQLIgnore]
    public Guid? ContactId { get; private set; }

    /// <summary>Whether points come and go.</summary>
    public LoyaltyAccountStatus Status { get; internal set; }

    /// <summary>The points that were earned and can't be spent yet.</summary>
    public long Pending { get; private set; }

    /// <summary>The points that can be spent.</summary>
    public long Available { get; private set; }

    /// <summary>The points that holds set aside.</summary>
    public long Held { get; private set; }

    /// <summary>
    /// The points that are owed, because what earned them was given back after they were spent. What becomes available pays them first, so
    /// nothing is available while something is owed.
    /// </summary>
    public long Debt { get; private set; }

    /// <summary>What is available, less what is owed.</summary>
    public long Balance { get; private set; }

    /// <summary>
    /// The points that count for the tier, of all time: spending and lapsing don't lower it, giving a purchase back does.
    /// </summary>
    public long Qualifying { get; private set; }

    /// <summary>When the contact was enrolled.</summary>
    public DateTimeOffset EnrolledAt { get; private set; }

    /// <summary>When the next points that could be spent lapse; null: none will.</summary>
    public DateTimeOffset? NextExpiryAt { get; internal set; }

    /// <summary>
    /// When something is due by itself: points lapse or become available, a hold ends. Never later than that; null: nothing is.
    /// </summary>
    [GraphQLIgnore]
    public DateTimeOffset? DueAt { get; internal set; }

    /// <summary>When points were last earned or spent; null: never.</summary>
    public DateTimeOffset? LastActivityAt { get; internal set; }

    /// <summary>Where the member stands among the tiers.</summary>
    public LoyaltyStanding Tier { get; internal set; } = new();

    /// <summary>When time alone may change the tier; null: it can't.</summary>
    [GraphQLIgnore]
    public DateTimeOffset? TierDueAt { get; internal set; }

    /// <summary>The account that took over when the contact was merged; null: this one goes on.</summary>
    [GraphQLIgnore]
    public Guid? MergedIntoId { get; internal set; }

    /// <summary>
    /// Where the survivor stood among the tiers when the contact was merged, before and after that, as JSON; null: it wasn't merged.
    /// </summary>
    [GraphQLIgnore]
    public string? StandingAtMerge { get; internal set; }

    /// <summary>The merge that opened the account; null: the member enrolled.</summary>
    [GraphQLIgnore]
    public Guid? OpenedByMergeId { get; internal set; }

    /// <summary>How many transactions there are.</summary>
    [GraphQLIgnore]
    public long Sequence { get; private set; }

    /// <summary>The hash of the latest transaction; null while there is none.</summary>
    [GraphQLIgnore]
    public string? Hash { get; private set; }

    /// <summary>When the latest transaction was recorded; null while there is none.</summary>
    [GraphQLIgnore]
    public DateTimeOffset? RecordedAt { get; private set; }

    /// <summary>Counts the changes, so that of two writers the slower one sees the other.</summary>
    [GraphQLIgnore]
    public int Version { get; private set; }

    /// <summary>The lots that were read for this change; null: none were. Not stored.</summary>
    internal List<LoyaltyLot>? Lots;

    /// <summary>The lots that this change opened. Not stored.</summary>
    internal readonly List<LoyaltyLot> Opened = [];

    internal static LoyaltyAccount Open(Guid programId, Guid contactId, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), ProgramId = programId, ContactId = contactId, EnrolledAt = now };

    /// <summary>Points go from one book to another; the programme's books are not kept here.</summary>
    /// <exception cref="DbUpdateConcurrencyException">
    /// There are fewer in the book, because somebody was faster: the store runs the change again.
    /// </exception>
    internal void Move(LoyaltyBook from, LoyaltyBook to, long points)
    {
        Change(from, -points);
        Change(to, points);
        if (Pending < 0 || Available < 0 || Held < 0 || Debt < 0)
            throw new DbUpdateConcurrencyException($"{points} points can't go from {from} to {to}: account {Id} has fewer.");
    }

    /// <summary>The latest transaction is this one.</summary>
    internal void Head(LoyaltyTransaction transaction)
    {
        (Sequence, Hash, RecordedAt) = (transaction.Sequence, transaction.Hash, transaction.RecordedAt);
        Qualifying += transaction.Qualifying;
    }

    /// <exception cref="LoyaltySuspendedException">It is suspended, so nothing can be spent.</exception>
    internal void RequireActive()
    {
        if (Status == LoyaltyAccountStatus.Suspended) throw new LoyaltySuspendedException();
    }

    /// <summary>Nobody has it any more.</summary>
    internal void Forget() => (ContactId, Status) = (null, LoyaltyAccountStatus.Closed);

    void Change(LoyaltyBook book, long points)
    {
        if (book == LoyaltyBook.Pending) Pending += points;
        if (book == LoyaltyBook.Available) Available += points;
        if (book == LoyaltyBook.Held) Held += points;
        if (book == LoyaltyBook.Debt) Debt -= points;
        Balance = Available - Debt;
    }
}

/// <summary>Whether points come and go in an account.</summary>
public enum LoyaltyAccountStatus
{
    /// <summary>They do.</summary>
    Active,

    /// <summary>Points are earned and taken back, and can't be spent.</summary>
    Suspended,

    /// <summary>Nobody takes part with it: the person was forgotten, or it was only opened for a merge that was undone.</summary>
    Closed,
}
