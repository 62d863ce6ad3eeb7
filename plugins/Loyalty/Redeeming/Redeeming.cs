using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Spends points, and gives them back.</summary>
sealed class Redeeming(ICrmStore store, Members members, Requests requests, UnitLimits limits, Booking booking)
{
    /// <summary>The same key again spends nothing again.</summary>
    public Task<LoyaltyTransaction> RedeemAsync(LoyaltyRedeemInput input, CancellationToken ct)
    {
        LoyaltyPointsInvalidException.Check(input.Points);
        var cause = CauseOf(input.IdempotencyKey, input.Reason, input.Note);
        return store.ChangeAsync(async again =>
        {
            var account = await members.GetAsync(input.ContactId, input.Program, again);
            var answered = await requests.AnsweredAsync(
                account, input.ContactId, cause.IdempotencyKey,
                before => before.Kind == LoyaltyTransactionKind.Redeem && before.Redeemed == input.Points, again);
            if (answered is not null) return answered;
            account.RequireActive();
            await limits.SpendAsync(account.ProgramId, input.Points, again);
            return await booking.RedeemAsync(account, input.Points, cause, again);
        }, ct);
    }

    /// <summary>The same key again gives nothing back again.</summary>
    public Task<LoyaltyTransaction> RefundAsync(LoyaltyRefundRedemptionInput input, CancellationToken ct)
    {
        if (input.Points is { } some) LoyaltyPointsInvalidException.Check(some);
        var cause = CauseOf(input.IdempotencyKey, input.Reason, input.Note);
        return store.ChangeAsync(async again =>
        {
            var redemption = await store.FindAsync<LoyaltyTransaction>(row => row.Id == input.TransactionId, again);
            if (redemption is not { Kind: LoyaltyTransactionKind.Redeem or LoyaltyTransactionKind.Confirm, RewardId: null })
                throw new LoyaltyRedemptionNotFoundException();
            var account = await store.FindAsync<LoyaltyAccount>(row => row.Id == redemption.AccountId, again);
            if (account is null or { Status: LoyaltyAccountStatus.Closed }) throw new LoyaltyRedemptionNotFoundException();
            var answered = await requests.AnsweredAsync(account, cause.IdempotencyKey, before => IsSame(before, input), again);
            if (answered is not null) return answered;
            var refundable = await RefundableAsync(redemption, again);
            var points = input.Points ?? refundable;
            if (points > refundable || points == 0) throw new LoyaltyRefundTooLargeException(refundable);
            return await booking.RefundRedemptionAsync(account, redemption, points, cause, again);
        }, ct);
    }

    static bool IsSame(LoyaltyTransaction before, LoyaltyRefundRedemptionInput input) =>
        before.Kind == LoyaltyTransactionKind.RefundRedemption && before.ReversesId == input.TransactionId
            && (input.Points ?? -before.Redeemed) == -before.Redeemed;

    async Task<long> RefundableAsync(LoyaltyTransaction redemption, CancellationToken ct) =>
        redemption.Redeemed
            + await store.Query<LoyaltyTransaction>().Where(row => row.ReversesId == redemption.Id).SumAsync(row => row.Redeemed, ct);

    static Cause CauseOf(string? idempotencyKey, string? reason, string? note) => new()
    {
        IdempotencyKey = LoyaltyText.Line(idempotencyKey, "idempotencyKey"),
        Reason = LoyaltyText.Line(reason, "reason"),
        Note = LoyaltyText.Lines(note, "note"),
    };
}
