namespace Crm.Headless.Loyalty;

/// <content>Points that are set aside.</content>
sealed partial class Booking
{
    /// <summary>Sets points aside.</summary>
    /// <exception cref="LoyaltyInsufficientPointsException">There are not enough.</exception>
    public async Task<LoyaltyHold> HoldAsync(LoyaltyAccount account, long points, DateTimeOffset until, Cause cause, CancellationToken ct)
    {
        await CatchUpAsync(account, ct);
        var posting = new Posting(account);
        await TakeAsync(posting, LoyaltyBook.Held, points, ct);
        var hold = new LoyaltyHold
        {
            Id = Guid.CreateVersion7(Now),
            AccountId = account.Id,
            Points = points,
            CreatedAt = Now,
            ExpiresAt = until,
            RewardId = cause.RewardId,
        };
        store.Add(hold);
        account.DueAt = Earlier(account.DueAt, until);
        await BookAsync(posting, LoyaltyTransactionKind.Hold, cause with { HoldId = hold.Id }, ct);
        return hold;
    }

    /// <summary>Spends points that were set aside; the rest of them comes back.</summary>
    /// <param name="points">At most those of the hold.</param>
    public Task<LoyaltyTransaction> ConfirmAsync(LoyaltyAccount account, LoyaltyHold hold, long points, Cause cause, CancellationToken ct)
    {
        (hold.Status, hold.Confirmed) = (LoyaltyHoldStatus.Confirmed, points);
        return EndAsync(
            account, hold, points, LoyaltyTransactionKind.Confirm, cause with { RewardId = cause.RewardId ?? hold.RewardId }, ct);
    }

    /// <summary>Lets the points come back.</summary>
    public Task<LoyaltyTransaction> CancelAsync(LoyaltyAccount account, LoyaltyHold hold, Cause cause, CancellationToken ct)
    {
        hold.Status = LoyaltyHoldStatus.Cancelled;
        return EndAsync(account, hold, 0, LoyaltyTransactionKind.Cancel, cause, ct);
    }

    async Task<LoyaltyTransaction> TimeOutAsync(LoyaltyAccount account, LoyaltyHold hold, CancellationToken ct)
    {
        hold.Status = LoyaltyHoldStatus.Expired;
        return await EndAsync(account, hold, 0, LoyaltyTransactionKind.TimeOut, new() { OccurredAt = hold.ExpiresAt }, ct);
    }

    async Task<LoyaltyTransaction> EndAsync(
        LoyaltyAccount account, LoyaltyHold hold, long spend, LoyaltyTransactionKind kind, Cause cause, CancellationToken ct)
    {
        var program = (await catalogs.ReadAsync(ct)).Program(account.ProgramId);
        var posting = new Posting(account);
        var back = new List<LotPart>();
        foreach (var (lot, held) in await HeldByAsync(account, hold, ct))
        {
            var part = Math.Min(spend, held);
            posting.Move(LoyaltyBook.Held, LoyaltyBook.Redeemed, part, lot);
            spend -= part;
            GiveBack(posting, LoyaltyBook.Held, held - part, lot, program);
            back.Add(new(lot, held - part));
        }
        var end = await BookAsync(posting, kind, cause with { HoldId = hold.Id }, ct);
        await TakeAfterAllAsync(account, back, ct);
        return end;
    }
}
