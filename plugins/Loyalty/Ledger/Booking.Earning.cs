namespace Crm.Headless.Loyalty;

/// <content>Points that come, and those that have to be taken back.</content>
sealed partial class Booking
{
    /// <summary>Books what was earned: a lot per part.</summary>
    /// <param name="qualifying">What of it counts for the tier; may be zero or below while points are earned.</param>
    public async Task<LoyaltyTransaction> EarnAsync(
        LoyaltyAccount account, IReadOnlyList<EarnedPart> parts, long qualifying, Cause cause, CancellationToken ct)
    {
        var program = (await catalogs.ReadAsync(ct)).Program(account.ProgramId);
        var posting = new Posting(account);
        var earnedAt = cause.OccurredAt ?? Now;
        foreach (var part in parts) Issue(posting, part.Points, OriginOf(program, earnedAt) with
        {
            RuleVersionId = part.RuleVersionId,
            LineNumber = part.LineNumber,
            InteractionId = cause.InteractionId,
            OriginalInteractionId = cause.OriginalInteractionId,
        });
        return await BookAsync(posting, LoyaltyTransactionKind.Earn, cause, ct, qualifying);
    }

    /// <summary>
    /// Books that what was once taken back and given up is worth something after all. The member never lost it.
    /// </summary>
    /// <param name="lots">The lots that it is about.</param>
    public Task<LoyaltyTransaction> MakeGoodAsync(
        LoyaltyAccount account, long points, long qualifying, IReadOnlyList<LoyaltyLot> lots, Cause cause, CancellationToken ct)
    {
        var posting = new Posting(account);
        foreach (var lot in lots)
        {
            var part = Math.Min(points, lot.Forgiven);
            posting.Move(LoyaltyBook.Issued, LoyaltyBook.Adjusted, part, lot);
            points -= part;
        }
        posting.Move(LoyaltyBook.Issued, LoyaltyBook.Adjusted, points, null);
        return BookAsync(posting, LoyaltyTransactionKind.Earn, cause, ct, qualifying);
    }

    /// <summary>
    /// Takes back what was earned: from the lots that it is about, also when the points are pending or have lapsed; where it is about none in
    /// particular, what is pending first. What is gone is owed; everything else that is available pays that at once. What is left is a debt, or
    /// given up, as the programme says.
    /// </summary>
    /// <param name="lots">
    /// The lots that it is about, each with the points that it has too many: these first, then any of them. Empty: none in particular.
    /// </param>
    public async Task<LoyaltyTransaction> ReverseAsync(
        LoyaltyAccount account, long points, long qualifying, IReadOnlyList<LotPart> lots, Cause cause, CancellationToken ct)
    {
        var program = (await catalogs.ReadAsync(ct)).Program(account.ProgramId);
        var others = await LotsAsync(account, ct);
        var posting = new Posting(account);
        var (left, gone) = (points, new Queue<LotPart>());
        foreach (var (lot, most) in lots) left -= Take(lot, Math.Min(left, most));
        foreach (var (lot, _) in lots) left -= Take(lot, left);
        if (lots.Count == 0)
            foreach (var lot in others.InSpendingOrder().Reverse())
                left -= posting.MoveUpTo(LoyaltyBook.Pending, LoyaltyBook.Issued, Math.Min(left, lot.Net), lot);
        var missing = left + gone.Sum(part => part.Points);
        var owed = program.DebtPolicy == LoyaltyDebtPolicy.Carry ? missing : Math.Min(missing, account.Available);
        TakeOfWhatIsGone(posting, LoyaltyBook.Debt, owed, gone);
        TakeOfWhatIsGone(posting, LoyaltyBook.Adjusted, missing - owed, gone);
        posting.PayDebt(others);
        return await BookAsync(posting, LoyaltyTransactionKind.ReverseEarn, cause, ct, qualifying);

        // What it has of them goes, and what is gone of it is remembered.
        long Take(LoyaltyLot lot, long most)
        {
            var part = Math.Min(most, lot.Net - gone.Where(other => other.Lot == lot).Sum(other => other.Points));
            var rest = part;
            if (lot.AccountId == account.Id)
                foreach (var book in (LoyaltyBook[])[LoyaltyBook.Pending, LoyaltyBook.Available, LoyaltyBook.Expired])
                    rest -= posting.MoveUpTo(book, LoyaltyBook.Issued, rest, lot);
            if (rest > 0) gone.Enqueue(new(lot, rest));
            return part;
        }
    }

    static void TakeOfWhatIsGone(Posting posting, LoyaltyBook from, long points, Queue<LotPart> gone)
    {
        while (points > 0 && gone.TryPeek(out var part))
        {
            var now = Math.Min(points, part.Points);
            posting.Move(from, LoyaltyBook.Issued, now, part.Lot);
            points -= now;
            gone.Dequeue();
            if (now < part.Points) gone.Enqueue(part with { Points = part.Points - now });
        }
        posting.Move(from, LoyaltyBook.Issued, points, null);
    }

    /// <summary>Opens a lot of points that were earned.</summary>
    void Issue(Posting posting, long points, LotOrigin origin)
    {
        if (points == 0) return;
        var to = origin.AvailableAt > Now ? LoyaltyBook.Pending : LoyaltyBook.Available;
        posting.Move(LoyaltyBook.Issued, to, points, Open(posting.Account, origin));
    }

    static LotOrigin OriginOf(LoyaltyProgram program, DateTimeOffset earnedAt) => new()
    {
        EarnedAt = earnedAt,
        AvailableAt = LoyaltyCalendar.AvailableAt(program, earnedAt),
        ExpiresAt = LoyaltyCalendar.ExpiryOf(program, earnedAt),
    };
}

/// <summary>Points of one lot.</summary>
/// <param name="RuleVersionId">The version of the rule that gives them; null: none does.</param>
/// <param name="LineNumber">The line that earns them; null: the whole interaction.</param>
sealed record EarnedPart(long Points, Guid? RuleVersionId, int? LineNumber);

/// <summary>Some points of a lot.</summary>
sealed record LotPart(LoyaltyLot Lot, long Points);
