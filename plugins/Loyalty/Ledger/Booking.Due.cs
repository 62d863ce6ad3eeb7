using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <content>What is due in time. Whoever spends catches up first, so it makes no difference when the job runs.</content>
sealed partial class Booking
{
    /// <summary>Books all that is due by now: holds that end, points that become available, points that lapse.</summary>
    public async Task CatchUpAsync(LoyaltyAccount account, CancellationToken ct)
    {
        if (account.DueAt is null || account.DueAt > Now) return;
        var program = (await catalogs.ReadAsync(ct)).Program(account.ProgramId);
        var lots = await LotsAsync(account, ct);
        foreach (var hold in await DueHoldsAsync(account, ct)) await TimeOutAsync(account, hold, ct);
        await ReleaseAsync(account, lots, ct);
        await LapseAsync(account, program, lots, ct);
        account.DueAt = account.Held > 0 ? await NextHoldAsync(account, ct) : null;
        Schedule(account, program);
    }

    async Task ReleaseAsync(LoyaltyAccount account, List<LoyaltyLot> lots, CancellationToken ct)
    {
        foreach (var due in lots.Where(lot => lot.Pending > 0 && lot.AvailableAt <= Now).GroupBy(lot => lot.AvailableAt)
            .OrderBy(due => due.Key).ToList())
        {
            var posting = new Posting(account);
            foreach (var lot in due.InSpendingOrder()) posting.Move(LoyaltyBook.Pending, LoyaltyBook.Available, lot.Pending, lot);
            await BookAsync(posting, LoyaltyTransactionKind.Release, new() { OccurredAt = due.Key }, ct);
        }
    }

    async Task LapseAsync(LoyaltyAccount account, LoyaltyProgram program, List<LoyaltyLot> lots, CancellationToken ct)
    {
        var idleSince = program.ExpiryPolicy == LoyaltyExpiryPolicy.Inactivity && account.NextExpiryAt <= Now ? account.NextExpiryAt : null;
        foreach (var due in lots.Where(lot => lot.Available > 0 && (lot.ExpiresAt ?? idleSince) <= Now)
                     .GroupBy(lot => (lot.ExpiresAt ?? idleSince)!.Value).OrderBy(due => due.Key).ToList())
        {
            var posting = new Posting(account);
            foreach (var lot in due.InSpendingOrder()) posting.Move(LoyaltyBook.Available, LoyaltyBook.Expired, lot.Available, lot);
            await BookAsync(posting, LoyaltyTransactionKind.Expire, new() { OccurredAt = due.Key }, ct);
        }
    }

    async Task<List<LoyaltyHold>> DueHoldsAsync(LoyaltyAccount account, CancellationToken ct)
    {
        if (account.Held == 0) return [];
        var now = Now;
        var holds = await store.All.Track<LoyaltyHold>()
            .Where(hold => hold.AccountId == account.Id && hold.Status == LoyaltyHoldStatus.Active && hold.ExpiresAt <= now)
            .OrderBy(hold => hold.ExpiresAt).ThenBy(hold => hold.Id).ToListAsync(ct);
        return holds.FindAll(hold => hold.Status == LoyaltyHoldStatus.Active && hold.ExpiresAt <= now); // as this change knows them
    }

    async Task<DateTimeOffset?> NextHoldAsync(LoyaltyAccount account, CancellationToken ct)
    {
        var now = Now;
        return await store.All.Query<LoyaltyHold>()
            .Where(hold => hold.AccountId == account.Id && hold.Status == LoyaltyHoldStatus.Active && hold.ExpiresAt > now)
            .MinAsync(hold => (DateTimeOffset?)hold.ExpiresAt, ct);
    }

    /// <summary>What a hold set aside of each lot, in spending order.</summary>
    async Task<IReadOnlyList<(LoyaltyLot Lot, long Points)>> HeldByAsync(LoyaltyAccount account, LoyaltyHold hold, CancellationToken ct)
    {
        var held = await store.All.Query<LoyaltyMovement>()
            .Where(movement => movement.To == LoyaltyBook.Held && store.All.Query<LoyaltyTransaction>().Any(transaction =>
                transaction.Id == movement.TransactionId && transaction.HoldId == hold.Id))
            .ToDictionaryAsync(movement => movement.LotId!.Value, movement => movement.Points, ct);
        return [.. (await LotsAsync(account, ct)).Where(lot => held.ContainsKey(lot.Id)).InSpendingOrder()
            .Select(lot => (lot, held[lot.Id]))];
    }
}
