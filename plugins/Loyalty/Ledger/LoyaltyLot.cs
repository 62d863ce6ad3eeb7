using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// Points that were earned together and lapse together. Its parts say where they are now and add up to what was earned. What is spent is
/// taken from the lot that lapses first, then from the one that was earned first.
/// </summary>
[Node, VisibleWith<LoyaltyAccount>(nameof(AccountId)), Authorize("loyalty:read"), AllowMembers]
public sealed class LoyaltyLot
{
    internal static IReadOnlyList<string> Parts { get; } =
        [nameof(Pending), nameof(Available), nameof(Held), nameof(Redeemed), nameof(Expired), nameof(Reversed), nameof(Repaid),
            nameof(Adjusted)];

    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; private set; }

    /// <summary>The account.</summary>
    [GraphQLIgnore]
    public Guid AccountId { get; private set; }

    /// <summary>How many points there were at first: the sum of all parts.</summary>
    public long Earned { get; private set; }

    /// <summary>The part that can't be spent yet.</summary>
    public long Pending { get; private set; }

    /// <summary>The part that can be spent.</summary>
    public long Available { get; private set; }

    /// <summary>The part that holds set aside.</summary>
    public long Held { get; private set; }

    /// <summary>The part that was spent.</summary>
    public long Redeemed { get; private set; }

    /// <summary>The part that lapsed.</summary>
    public long Expired { get; private set; }

    /// <summary>The part that was taken back, because what earned it was given back.</summary>
    public long Reversed { get; private set; }

    /// <summary>The part that paid a debt.</summary>
    public long Repaid { get; private set; }

    /// <summary>The part that was taken by hand, or went to another account.</summary>
    public long Adjusted { get; private set; }

    /// <summary>How many of the points that are gone had to be taken back and became a debt; not a part.</summary>
    public long Owed { get; private set; }

    /// <summary>How many of the points that are gone should have been taken back and were given up; not a part.</summary>
    public long Forgiven { get; private set; }

    /// <summary>When they were earned.</summary>
    public DateTimeOffset EarnedAt { get; private set; }

    /// <summary>From when on they can be spent.</summary>
    public DateTimeOffset AvailableAt { get; private set; }

    /// <summary>When they lapse; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; internal set; }

    /// <summary>The version of the rule that gave them; null: none did.</summary>
    [GraphQLIgnore]
    public Guid? RuleVersionId { get; private set; }

    /// <summary>The revision of the interaction that earned them; null: none did.</summary>
    [GraphQLIgnore]
    public Guid? InteractionId { get; private set; }

    /// <summary>The first revision of that interaction; null: none.</summary>
    [GraphQLIgnore]
    public Guid? OriginalInteractionId { get; private set; }

    /// <summary>The line of the interaction that earned them; null: the whole of it.</summary>
    public int? LineNumber { get; private set; }

    /// <summary>The lot of another account from which they came; null: they were earned here.</summary>
    [GraphQLIgnore]
    public Guid? SourceLotId { get; private set; }

    /// <summary>The merge that brought them; null: none did.</summary>
    [GraphQLIgnore]
    public Guid? MergeId { get; private set; }

    /// <summary>What was earned and not taken back. Not stored.</summary>
    internal long Net => Earned - Reversed - Owed - Forgiven;

    internal long this[LoyaltyBook book] => book switch
    {
        LoyaltyBook.Pending => Pending,
        LoyaltyBook.Available => Available,
        LoyaltyBook.Held => Held,
        LoyaltyBook.Debt => Repaid,
        LoyaltyBook.Issued => Reversed,
        LoyaltyBook.Redeemed => Redeemed,
        LoyaltyBook.Expired => Expired,
        _ => Adjusted,
    };

    internal static LoyaltyLot Open(LoyaltyAccount account, LotOrigin origin, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        AccountId = account.Id,
        EarnedAt = origin.EarnedAt,
        AvailableAt = origin.AvailableAt,
        ExpiresAt = origin.ExpiresAt,
        RuleVersionId = origin.RuleVersionId,
        InteractionId = origin.InteractionId,
        OriginalInteractionId = origin.OriginalInteractionId,
        LineNumber = origin.LineNumber,
        SourceLotId = origin.SourceLotId,
        MergeId = origin.MergeId,
    };

    /// <summary>
    /// Some of its points go from one book to another. The first movement opens the lot: what was earned comes from outside. Later ones
    /// move its parts, but for what is taken back although it is gone, which only says what became of it.
    /// </summary>
    /// <exception cref="DbUpdateConcurrencyException">
    /// There are fewer in the book, because somebody was faster: the store runs the change again.
    /// </exception>
    internal void Move(LoyaltyBook from, LoyaltyBook to, long points)
    {
        if (Earned == 0) (Earned, _) = (points, Change(to, points));
        else if ((from, to) is (LoyaltyBook.Debt, LoyaltyBook.Issued)) Owed += points;
        else if ((from, to) is (LoyaltyBook.Adjusted, LoyaltyBook.Issued)) Forgiven += points;
        else if ((from, to) is (LoyaltyBook.Issued, LoyaltyBook.Adjusted)) Forgiven -= points;
        else _ = (Change(from, -points), Change(to, points));
        if (this[from] < 0 || Forgiven < 0 || Net < 0)
            throw new DbUpdateConcurrencyException($"{points} points can't go from {from} to {to}: lot {Id} has fewer.");
    }

    long Change(LoyaltyBook book, long points)
    {
        if (book == LoyaltyBook.Pending) Pending += points;
        if (book == LoyaltyBook.Available) Available += points;
        if (book == LoyaltyBook.Held) Held += points;
        if (book == LoyaltyBook.Debt) Repaid += points;
        if (book == LoyaltyBook.Issued) Reversed += points;
        if (book == LoyaltyBook.Redeemed) Redeemed += points;
        if (book == LoyaltyBook.Expired) Expired += points;
        if (book == LoyaltyBook.Adjusted) Adjusted += points;
        return this[book];
    }
}

/// <summary>From where the points of a lot are, and how long they last.</summary>
sealed record LotOrigin
{
    public required DateTimeOffset EarnedAt { get; init; }
    public required DateTimeOffset AvailableAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public Guid? RuleVersionId { get; init; }
    public Guid? InteractionId { get; init; }
    public Guid? OriginalInteractionId { get; init; }
    public int? LineNumber { get; init; }
    public Guid? SourceLotId { get; init; }
    public Guid? MergeId { get; init; }
}
