using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>A contact's part in the loyalty programme: what there is to spend, and what was earned so far.</summary>
[Node, AllowMembers, VisibleWith<Contact>(nameof(ContactId))]
public sealed class LoyaltyAccount
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; private set; }

    /// <summary>The contact; each has one account at most.</summary>
    [GraphQLIgnore]
    public Guid ContactId { get; private set; }

    /// <summary>The points that can be spent: the sum of all entries, never below zero.</summary>
    public long Balance { get; private set; }

    /// <summary>
    /// The points earned by purchases, less those of what was given back; spending doesn't lower it. It decides the tier.
    /// </summary>
    public long LifetimePoints { get; private set; }

    /// <summary>When the contact was enrolled.</summary>
    public DateTimeOffset EnrolledAt { get; private set; }

    /// <summary>The sequence of the latest entry; 0 while there is none.</summary>
    [GraphQLIgnore]
    public long LastSequence { get; private set; }

    /// <summary>Counts the changes, so that of two writers the slower one sees the other.</summary>
    [GraphQLIgnore]
    public int Version { get; private set; }

    internal static LoyaltyAccount Open(Guid contactId, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), ContactId = contactId, EnrolledAt = now };

    /// <summary>Earns or takes back so many points; what was spent already can't be taken back and is forgiven.</summary>
    /// <param name="points">What the interaction is worth more, or less if negative, than what was booked for it.</param>
    /// <param name="forgiven">What could not be taken back for it before; it is made good first.</param>
    /// <param name="interaction">The revision that says so.</param>
    internal LoyaltyEntry Settle(long points, long forgiven, Interaction interaction, DateTimeOffset now)
    {
        var change = points < 0 ? Math.Max(points, -Balance) : points - Math.Min(points, forgiven);
        LifetimePoints += points;
        return Book(change, now) with
        {
            Reason = ReasonOf(interaction),
            Forgiven = change - points,
            InteractionId = interaction.Id,
            OriginalInteractionId = interaction.OriginalId,
            OccurredAt = interaction.OccurredAt,
        };
    }

    /// <summary>Spends points that are there.</summary>
    internal LoyaltyEntry Redeem(long points, string? reference, string? note, DateTimeOffset now)
    {
        if (points <= 0) throw new LoyaltyPointsInvalidException(points);
        if (points > Balance) throw new LoyaltyInsufficientPointsException(points, Balance);
        return Book(-points, now) with { Reason = LoyaltyReason.Redemption, Reference = reference, Note = note };
    }

    /// <summary>Points that come from another account of the same person, or go to it.</summary>
    internal LoyaltyEntry Transfer(long points, long lifetime, Guid? merge, DateTimeOffset now)
    {
        LifetimePoints += lifetime;
        return Book(points, now) with { Reason = LoyaltyReason.Merge, Lifetime = lifetime, MergeId = merge };
    }

    /// <summary>As if the latest entry had never been.</summary>
    internal void TakeBack(LoyaltyEntry latest) =>
        (Balance, LifetimePoints, LastSequence) = (Balance - latest.Points, LifetimePoints - latest.Lifetime, LastSequence - 1);

    LoyaltyEntry Book(long points, DateTimeOffset now)
    {
        Balance += points;
        return new()
        {
            Id = Guid.CreateVersion7(now),
            AccountId = Id,
            Sequence = ++LastSequence,
            Points = points,
            BalanceAfter = Balance,
            OccurredAt = now,
            RecordedAt = now,
        };
    }

    static LoyaltyReason ReasonOf(Interaction interaction) =>
        interaction.Revision > 1 ? LoyaltyReason.Correction
        : interaction.Kind == InteractionKinds.Refund ? LoyaltyReason.Refund
        : LoyaltyReason.Purchase;
}
