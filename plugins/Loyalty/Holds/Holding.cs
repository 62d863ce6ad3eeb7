namespace Crm.Headless.Loyalty;

/// <summary>Sets points aside, spends them and lets them come back.</summary>
sealed class Holding(ICrmStore store, Members members, Requests requests, UnitLimits limits, Booking booking)
{
    public Task<LoyaltyHold> HoldAsync(LoyaltyHoldInput input, CancellationToken ct)
    {
        LoyaltyPointsInvalidException.Check(input.Points);
        LoyaltyHoldTermInvalidException.Check(input.Minutes);
        var cause = CauseOf(input.IdempotencyKey, input.Reason);
        return store.ChangeAsync(async again =>
        {
            var account = await members.GetAsync(input.ContactId, input.Program, again);
            var answered = await requests.AnsweredAsync(
                account, input.ContactId, cause.IdempotencyKey,
                before => before.Kind == LoyaltyTransactionKind.Hold && before.Held == input.Points, again);
            if (answered?.HoldId is { } known) return (await store.All.FindAsync<LoyaltyHold>(row => row.Id == known, again))!;
            account.RequireActive();
            return await booking.HoldAsync(account, input.Points, booking.Now.AddMinutes(input.Minutes), cause, again);
        }, ct);
    }

    public Task<LoyaltyHold> ExtendAsync(LoyaltyExtendHoldInput input, CancellationToken ct)
    {
        LoyaltyHoldTermInvalidException.Check(input.Minutes);
        return store.ChangeAsync(async again =>
        {
            var (hold, account) = await FindAsync(input.HoldId, again);
            RequireActive(hold);
            hold.ExpiresAt = booking.Now.AddMinutes(input.Minutes);
            if (account.DueAt is null || account.DueAt > hold.ExpiresAt) account.DueAt = hold.ExpiresAt;
            return hold;
        }, ct);
    }

    public Task<LoyaltyHold> ConfirmAsync(LoyaltyConfirmHoldInput input, CancellationToken ct)
    {
        if (input.Points is { } some) LoyaltyPointsInvalidException.Check(some);
        var cause = CauseOf(input.IdempotencyKey, input.Reason);
        return store.ChangeAsync(async again =>
        {
            var (hold, account) = await FindAsync(input.HoldId, again);
            var points = input.Points ?? hold.Points;
            var answered = await requests.AnsweredAsync(
                account, cause.IdempotencyKey,
                before => before.Kind == LoyaltyTransactionKind.Confirm && before.HoldId == hold.Id && before.Redeemed == points, again);
            if (answered is not null) return hold;
            RequireActive(hold);
            account.RequireActive();
            if (points > hold.Points) throw new LoyaltyInsufficientPointsException(points, hold.Points);
            await limits.SpendAsync(account.ProgramId, points, again);
            await booking.ConfirmAsync(account, hold, points, cause, again);
            return hold;
        }, ct);
    }

    public Task<LoyaltyHold> CancelAsync(LoyaltyCancelHoldInput input, CancellationToken ct)
    {
        var cause = CauseOf(input.IdempotencyKey, input.Reason);
        return store.ChangeAsync(async again =>
        {
            var (hold, account) = await FindAsync(input.HoldId, again);
            var answered = await requests.AnsweredAsync(
                account, cause.IdempotencyKey,
                before => before.Kind == LoyaltyTransactionKind.Cancel && before.HoldId == hold.Id, again);
            if (answered is not null) return hold;
            RequireActive(hold);
            await booking.CancelAsync(account, hold, cause, again);
            return hold;
        }, ct);
    }

    async Task<(LoyaltyHold Hold, LoyaltyAccount Account)> FindAsync(Guid id, CancellationToken ct)
    {
        var hold = await GetAsync(id, ct);
        var account = await store.FindAsync<LoyaltyAccount>(row => row.Id == hold.AccountId, ct);
        return (hold, account ?? throw new LoyaltyHoldNotActiveException(null));
    }

    async Task<LoyaltyHold> GetAsync(Guid id, CancellationToken ct) =>
        await store.FindAsync<LoyaltyHold>(row => row.Id == id, ct) ?? throw new LoyaltyHoldNotActiveException(null);

    /// <summary>One whose time is over counts as timed out, whether the job was there or not.</summary>
    void RequireActive(LoyaltyHold hold)
    {
        if (hold.Status != LoyaltyHoldStatus.Active) throw new LoyaltyHoldNotActiveException(hold.Status);
        if (hold.ExpiresAt <= booking.Now) throw new LoyaltyHoldNotActiveException(LoyaltyHoldStatus.Expired);
    }

    static Cause CauseOf(string? idempotencyKey, string? reason) => new()
    {
        IdempotencyKey = LoyaltyText.Line(idempotencyKey, "idempotencyKey"),
        Reason = LoyaltyText.Line(reason, "reason"),
    };
}
