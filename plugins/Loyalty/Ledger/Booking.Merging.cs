using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <content>Points of people who turn out to be one, or two after all, or who are forgotten.</content>
sealed partial class Booking
{
    /// <summary>
    /// Hands everything over to the account that goes on, debts too. Each lot gets a twin there that lapses when it would have lapsed; both
    /// histories stay. Holds end, because whoever confirms them knows the account that is no more.
    /// </summary>
    public async Task MergeAsync(LoyaltyAccount from, LoyaltyAccount into, Guid mergeId, CancellationToken ct)
    {
        await CatchUpAsync(from, ct);
        await CatchUpAsync(into, ct);
        foreach (var hold in await HoldsAsync(from, ct)) await CancelAsync(from, hold, new(), ct);
        Posting giving = new(from), getting = new(into);
        foreach (var lot in (await LotsAsync(from, ct)).InSpendingOrder())
            foreach (var book in (LoyaltyBook[])[LoyaltyBook.Pending, LoyaltyBook.Available])
                if (giving.MoveUpTo(book, LoyaltyBook.Adjusted, long.MaxValue, lot) is > 0 and var points)
                    Give(getting, points, TwinOf(lot, mergeId), book);
        getting.Move(LoyaltyBook.Debt, LoyaltyBook.Adjusted, from.Debt, null);
        giving.Move(LoyaltyBook.Adjusted, LoyaltyBook.Debt, from.Debt, null);
        getting.PayDebt(await LotsAsync(into, ct));
        from.MergedIntoId = into.Id;
        var qualifying = from.Qualifying;
        await BookAsync(giving, LoyaltyTransactionKind.MergedAway, new() { MergeId = mergeId, OtherAccountId = into.Id }, ct, -qualifying);
        await BookAsync(getting, LoyaltyTransactionKind.Merge, new() { MergeId = mergeId, OtherAccountId = from.Id }, ct, qualifying);
    }

    /// <summary>
    /// Gives everything back to the account that stands for itself again. What the survivor spent meanwhile of the points that it had got
    /// it pays of its own, and owes the rest; what lapsed or was taken back meanwhile is gone.
    /// </summary>
    public async Task UnmergeAsync(LoyaltyAccount survivor, LoyaltyAccount merged, Guid mergeId, CancellationToken ct)
    {
        await CatchUpAsync(survivor, ct);
        await LotsAsync(survivor, ct);
        await LotsAsync(merged, ct);
        var (debt, qualifying, twins) = await HandedOverAsync(survivor, merged, mergeId, ct);
        Posting giving = new(survivor), getting = new(merged);
        await RelieveAsync(giving, debt, ct);
        getting.Move(LoyaltyBook.Debt, LoyaltyBook.Adjusted, debt, null);
        var missing = 0L;
        foreach (var (twin, lot) in twins)
        {
            var left = twin.Net - twin.Expired;
            left -= Return(giving, getting, LoyaltyBook.Pending, left, twin, lot);
            left -= Return(giving, getting, LoyaltyBook.Available, left, twin, lot);
            Receive(getting, lot.ExpiresAt <= Now ? LoyaltyBook.Expired : LoyaltyBook.Available, left, lot);
            missing += left;
        }
        foreach (var lot in (await LotsAsync(survivor, ct)).InSpendingOrder())
            missing -= giving.MoveUpTo(LoyaltyBook.Available, LoyaltyBook.Adjusted, missing, lot);
        giving.Move(LoyaltyBook.Debt, LoyaltyBook.Adjusted, missing, null);
        merged.MergedIntoId = null;
        await BookAsync(giving, LoyaltyTransactionKind.Unmerge, new() { MergeId = mergeId, OtherAccountId = merged.Id }, ct, -qualifying);
        await BookAsync(
            getting, LoyaltyTransactionKind.Separated, new() { MergeId = mergeId, OtherAccountId = survivor.Id }, ct, qualifying);
    }

    /// <summary>
    /// Takes everything out of the account of a person who is forgotten, so that the programme owes nobody. What was spent on something
    /// that the member will never have lapses like the rest.
    /// </summary>
    /// <param name="inVain">The payments of such things, of this account.</param>
    public async Task ForgetAsync(LoyaltyAccount account, IReadOnlyList<Guid> inVain, CancellationToken ct)
    {
        foreach (var hold in await HoldsAsync(account, ct)) hold.Status = LoyaltyHoldStatus.Cancelled;
        var posting = new Posting(account);
        foreach (var payment in inVain)
            foreach (var (lot, spent) in await SpentAsync(account, payment, ct))
                posting.Move(LoyaltyBook.Redeemed, LoyaltyBook.Expired, spent, lot);
        foreach (var lot in await LotsAsync(account, ct))
            foreach (var book in (LoyaltyBook[])[LoyaltyBook.Pending, LoyaltyBook.Available, LoyaltyBook.Held])
                posting.MoveUpTo(book, LoyaltyBook.Expired, long.MaxValue, lot);
        posting.Move(LoyaltyBook.Adjusted, LoyaltyBook.Debt, account.Debt, null);
        account.Forget();
        await BookAsync(posting, LoyaltyTransactionKind.Forget, new(), ct);
        account.DueAt = null;
    }

    /// <summary>What came to an account that was merged belongs to the one that goes on.</summary>
    async Task HandOnAsync(LoyaltyAccount account, CancellationToken ct)
    {
        if (account.MergedIntoId is not { } nextId) return;
        var next = await store.All.FindAsync<LoyaltyAccount>(row => row.Id == nextId, ct)
            ?? throw new InvalidOperationException($"Account {nextId} is gone.");
        var merge = await store.All.Query<LoyaltyTransaction>()
            .Where(row => row.AccountId == account.Id && row.Kind == LoyaltyTransactionKind.MergedAway)
            .OrderByDescending(row => row.Sequence).Select(row => row.MergeId).FirstAsync(ct);
        var isQualifying = account.Qualifying != 0;
        await MergeAsync(account, next, merge!.Value, ct);
        await HandOnAsync(next, ct);
        if (isQualifying) await tiers.CountAsync(next, Now, ct);
    }

    static long Return(Posting giving, Posting getting, LoyaltyBook book, long most, LoyaltyLot twin, LoyaltyLot lot)
    {
        lot.ExpiresAt = twin.ExpiresAt;
        var points = giving.MoveUpTo(book, LoyaltyBook.Adjusted, most, twin);
        Receive(getting, book, points, lot);
        return points;
    }

    static void Receive(Posting getting, LoyaltyBook book, long points, LoyaltyLot lot)
    {
        getting.Move(LoyaltyBook.Adjusted, book, points, lot);
        if (getting.Account.Lots is { } lots && !lots.Contains(lot)) lots.Add(lot);
    }

    /// <summary>
    /// Takes a debt from the survivor that it had taken over. What paid it meanwhile was the survivor's own, and can be spent again.
    /// </summary>
    async Task RelieveAsync(Posting giving, long debt, CancellationToken ct)
    {
        var open = Math.Min(debt, giving.Account.Debt);
        giving.Move(LoyaltyBook.Adjusted, LoyaltyBook.Debt, open, null);
        debt -= open;
        if (debt == 0) return;
        var id = giving.Account.Id;
        var payers = await store.All.Track<LoyaltyLot>().Where(lot => lot.AccountId == id && lot.Repaid > 0).ToListAsync(ct);
        foreach (var lot in payers.InSpendingOrder().Reverse())
        {
            var points = giving.MoveUpTo(LoyaltyBook.Debt, LoyaltyBook.Available, debt, lot);
            giving.Move(LoyaltyBook.Adjusted, LoyaltyBook.Debt, points, null);
            if (points > 0 && giving.Account.Lots is { } lots && !lots.Contains(lot)) lots.Add(lot);
            debt -= points;
        }
    }

    /// <summary>What a merge had handed over: a debt, what counts for the tier, and lots with the twins that they got.</summary>
    async Task<(long Debt, long Qualifying, IReadOnlyList<(LoyaltyLot Twin, LoyaltyLot Lot)> Twins)> HandedOverAsync(
        LoyaltyAccount survivor, LoyaltyAccount merged, Guid mergeId, CancellationToken ct)
    {
        var handed = await store.All.Query<LoyaltyTransaction>()
            .Where(row => row.AccountId == merged.Id && row.MergeId == mergeId && row.Kind == LoyaltyTransactionKind.MergedAway)
            .ToListAsync(ct);
        var twins = await store.All.Track<LoyaltyLot>()
            .Where(lot => lot.AccountId == survivor.Id && lot.MergeId == mergeId && lot.SourceLotId != null).ToListAsync(ct);
        var sources = twins.ConvertAll(twin => twin.SourceLotId!.Value);
        var lots = await store.All.Track<LoyaltyLot>().Where(lot => lot.AccountId == merged.Id && sources.Contains(lot.Id))
            .ToDictionaryAsync(lot => lot.Id, ct);
        var pairs = twins.Where(twin => lots.ContainsKey(twin.SourceLotId!.Value)).InSpendingOrder()
            .Select(twin => (twin, lots[twin.SourceLotId!.Value])).ToList();
        return (handed.Sum(row => row.Debt), await QualifyingAsync(survivor, handed, pairs, ct), pairs);
    }

    /// <summary>What it had brought, less what was taken back of it since.</summary>
    async Task<long> QualifyingAsync(
        LoyaltyAccount survivor, List<LoyaltyTransaction> handed, List<(LoyaltyLot Twin, LoyaltyLot Lot)> twins, CancellationToken ct)
    {
        var since = handed.Count == 0 ? Now : handed.Min(row => row.RecordedAt);
        var interactions = twins.Select(pair => pair.Twin.OriginalInteractionId).OfType<Guid>().Distinct().ToList();
        return -handed.Sum(row => row.Qualifying) + await store.All.Query<LoyaltyTransaction>()
            .Where(row => row.AccountId == survivor.Id && row.RecordedAt >= since && row.Qualifying < 0
                && row.OriginalInteractionId != null && interactions.Contains(row.OriginalInteractionId.Value))
            .SumAsync(row => row.Qualifying, ct);
    }

    async Task<List<LoyaltyHold>> HoldsAsync(LoyaltyAccount account, CancellationToken ct)
    {
        var holds = await store.All.Track<LoyaltyHold>()
            .Where(hold => hold.AccountId == account.Id && hold.Status == LoyaltyHoldStatus.Active).OrderBy(hold => hold.Id)
            .ToListAsync(ct);
        return holds.FindAll(hold => hold.Status == LoyaltyHoldStatus.Active); // as this change knows them
    }

    static LotOrigin TwinOf(LoyaltyLot lot, Guid mergeId) => OriginOf(lot) with
    {
        InteractionId = lot.InteractionId,
        OriginalInteractionId = lot.OriginalInteractionId,
        LineNumber = lot.LineNumber,
        MergeId = mergeId,
    };
}
