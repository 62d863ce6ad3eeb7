using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <content>Points that are spent, and those that come back.</content>
sealed partial class Booking
{
    /// <summary>Spends points.</summary>
    /// <exception cref="LoyaltyInsufficientPointsException">There are not enough.</exception>
    public async Task<LoyaltyTransaction> RedeemAsync(LoyaltyAccount account, long points, Cause cause, CancellationToken ct)
    {
        await CatchUpAsync(account, ct);
        var posting = new Posting(account);
        await TakeAsync(posting, LoyaltyBook.Redeemed, points, ct);
        return await BookAsync(posting, LoyaltyTransactionKind.Redeem, cause, ct);
    }

    /// <summary>
    /// Gives back what was spent, or a part of it: to the lots from which it came, the one that lapses last first. What has lapsed since
    /// follows the programme's policy.
    /// </summary>
    /// <param name="redemption">A redemption, or the confirmation of a hold, of this account.</param>
    public async Task<LoyaltyTransaction> RefundRedemptionAsync(
        LoyaltyAccount account, LoyaltyTransaction redemption, long points, Cause cause, CancellationToken ct)
    {
        await CatchUpAsync(account, ct);
        await LotsAsync(account, ct);
        var posting = new Posting(account);
        var program = (await catalogs.ReadAsync(ct)).Program(account.ProgramId);
        var back = new List<LotPart>();
        foreach (var (lot, spent) in await SpentAsync(account, redemption.Id, ct))
        {
            var part = Math.Min(points, spent);
            GiveBack(posting, LoyaltyBook.Redeemed, part, lot, program);
            back.Add(new(lot, part));
            points -= part;
        }
        if (points > 0)
            throw new DbUpdateConcurrencyException($"{points} points more shall come back than transaction {redemption.Id} spent.");
        var refund = await BookAsync(posting, LoyaltyTransactionKind.RefundRedemption, cause with { ReversesId = redemption.Id }, ct);
        await TakeAfterAllAsync(account, back, ct);
        await HandOnAsync(account, ct);
        return refund;
    }

    /// <summary>Makes sure that points can be spent, once what is due is booked.</summary>
    /// <exception cref="LoyaltyInsufficientPointsException">There are not enough.</exception>
    public async Task RequireAvailableAsync(LoyaltyAccount account, long points, CancellationToken ct)
    {
        await CatchUpAsync(account, ct);
        if (points > account.Available) throw await RefusalAsync(account, points, ct);
    }

    /// <summary>Takes points out of what is available, in spending order.</summary>
    async Task TakeAsync(Posting posting, LoyaltyBook to, long points, CancellationToken ct)
    {
        if (points > posting.Account.Available) throw await RefusalAsync(posting.Account, points, ct);
        foreach (var lot in (await LotsAsync(posting.Account, ct)).InSpendingOrder())
            points -= posting.MoveUpTo(LoyaltyBook.Available, to, points, lot);
        // The lots are read after the account: somebody was faster in between, and the store runs the change again.
        if (points > 0)
            throw new DbUpdateConcurrencyException($"Account {posting.Account.Id} has {points} points available that are in no lot.");
    }

    /// <summary>
    /// What was due may have been booked after the account was read and before its lots were: then nobody has added up what there is, and the store runs
    /// the change again.
    /// </summary>
    async Task<Exception> RefusalAsync(LoyaltyAccount account, long points, CancellationToken ct) =>
        await store.All.Query<LoyaltyAccount>().AnyAsync(row => row.Id == account.Id && row.Version != account.Version, ct)
            ? new DbUpdateConcurrencyException($"Account {account.Id} was changed by somebody else meanwhile.")
            : new LoyaltyInsufficientPointsException(points, account.Available);

    void GiveBack(Posting posting, LoyaltyBook from, long points, LoyaltyLot lot, LoyaltyProgram program)
    {
        var isLapsed = lot.ExpiresAt <= Now;
        if (isLapsed && program.LapsedPolicy == LoyaltyLapsedPolicy.Restore) lot.ExpiresAt = LoyaltyCalendar.ExpiryOf(program, Now);
        if (isLapsed && program.LapsedPolicy == LoyaltyLapsedPolicy.Extend)
            lot.ExpiresAt = LoyaltyCalendar.DaysAfter(program, Now, program.LapsedDays);
        var to = lot.ExpiresAt <= Now ? LoyaltyBook.Expired : LoyaltyBook.Available;
        posting.Move(from, to, points, lot);
        if (posting.Account.Lots is { } lots && !lots.Contains(lot)) lots.Add(lot);
    }

    /// <summary>
    /// Of points that came back, takes those that should have been taken when their purchase was given back, and were given up because they
    /// were gone.
    /// </summary>
    async Task TakeAfterAllAsync(LoyaltyAccount account, IReadOnlyList<LotPart> back, CancellationToken ct)
    {
        foreach (var purchase in back.Where(part => part.Lot.Forgiven > 0)
                     .GroupBy(part => (part.Lot.InteractionId, part.Lot.OriginalInteractionId)).ToList())
        {
            var posting = new Posting(account);
            foreach (var (lot, points) in purchase)
            {
                var part = Math.Min(Math.Min(points, lot.Forgiven), lot.Available + lot.Expired);
                posting.Move(LoyaltyBook.Issued, LoyaltyBook.Adjusted, part, lot);
                part -= posting.MoveUpTo(LoyaltyBook.Available, LoyaltyBook.Issued, part, lot);
                posting.Move(LoyaltyBook.Expired, LoyaltyBook.Issued, part, lot);
            }
            if (posting.Steps.Count == 0) continue; // they paid a debt
            var (interaction, original) = purchase.Key;
            var cause = new Cause { InteractionId = interaction, OriginalInteractionId = original };
            await BookAsync(posting, LoyaltyTransactionKind.ReverseEarn, cause, ct);
        }
    }

    /// <summary>What a transaction spent of each lot and what didn't come back yet, in the order in which it is given back.</summary>
    async Task<IReadOnlyList<(LoyaltyLot Lot, long Points)>> SpentAsync(
        LoyaltyAccount account, Guid redemption, CancellationToken ct)
    {
        var moved = await store.All.Query<LoyaltyMovement>()
            .Where(movement => movement.LotId != null && store.All.Query<LoyaltyTransaction>().Any(transaction =>
                transaction.Id == movement.TransactionId && (transaction.Id == redemption || transaction.ReversesId == redemption)))
            .Where(movement => movement.To == LoyaltyBook.Redeemed || movement.From == LoyaltyBook.Redeemed)
            .ToListAsync(ct);
        var spent = moved.GroupBy(movement => movement.LotId!.Value)
            .ToDictionary(
                lot => lot.Key, lot => lot.Sum(movement => movement.To == LoyaltyBook.Redeemed ? movement.Points : -movement.Points));
        var ids = spent.Keys.ToArray();
        var lots = await store.All.Track<LoyaltyLot>().Where(lot => lot.AccountId == account.Id && ids.Contains(lot.Id)).ToListAsync(ct);
        return [.. lots.InSpendingOrder().Reverse().Select(lot => (lot, spent[lot.Id]))];
    }
}

/// <summary>There are fewer points than shall be spent.</summary>
/// <param name="points">What was asked for.</param>
/// <param name="available">What there is.</param>
public sealed class LoyaltyInsufficientPointsException(long points, long available)
    : CrmException("LOYALTY_INSUFFICIENT_POINTS", $"{points} points can't be spent: {available} are available. Spend at most that many.")
{
    /// <summary>What was asked for.</summary>
    public long Points { get; } = points;

    /// <summary>The points that could be spent.</summary>
    public long Available { get; } = available;
}
