using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Issues rewards for points, and redeems what was issued.</summary>
[MutationType, Authorize("loyalty:write")]
static class LoyaltyVoucherMutations
{
    /// <summary>Spends points of a contact on a reward, all or nothing. A member spends its own.</summary>
    [AllowMembers]
    [Error<LoyaltyNotEnrolledException>, Error<LoyaltySuspendedException>, Error<LoyaltyRewardNotFoundException>]
    [Error<LoyaltyRewardUnavailableException>, Error<LoyaltyOutOfStockException>, Error<LoyaltyInsufficientPointsException>]
    [Error<LoyaltyCapReachedException>]
    [Error<LoyaltyIdempotencyConflictException>, Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyVoucher> LoyaltyIssueRewardAsync(LoyaltyIssueRewardInput input, Rewarding rewards, CancellationToken ct) =>
        rewards.IssueAsync(input.ContactId, input.RewardId, LoyaltyText.Line(input.IdempotencyKey, "idempotencyKey"), ct);

    /// <summary>Gives the member what the voucher is for. With the same key again nothing more happens.</summary>
    [Error<LoyaltyVoucherNotFoundException>, Error<LoyaltyVoucherNotRedeemableException>, Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyVoucher> LoyaltyRedeemVoucherAsync(
        LoyaltyRedeemVoucherInput input, Rewarding rewards, CancellationToken ct) =>
        rewards.RedeemAsync(input.Code, LoyaltyText.Line(input.IdempotencyKey, "idempotencyKey"), ct);

    /// <summary>Takes back a voucher that was not redeemed: its points come back to where they were, and the piece to the stock.</summary>
    [Error<LoyaltyVoucherNotFoundException>, Error<LoyaltyVoucherNotRedeemableException>, Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyVoucher> LoyaltyCancelVoucherAsync(
        LoyaltyCancelVoucherInput input, Rewarding rewards, CancellationToken ct) =>
        rewards.CancelAsync(input.Id, LoyaltyText.Line(input.Reason, "reason"), ct);
}

/// <summary>Who gets which reward.</summary>
/// <param name="ContactId">The contact.</param>
/// <param name="RewardId">The reward, which also says the programme.</param>
/// <param name="IdempotencyKey">Your own key of the request, in up to 200 characters: with it again nothing is issued again.</param>
sealed record LoyaltyIssueRewardInput(
    [property: ID<Contact>] Guid ContactId, [property: ID<LoyaltyReward>] Guid RewardId, string? IdempotencyKey = null);

/// <summary>The voucher that a member shows.</summary>
/// <param name="Code">Its code; case and spaces don't matter.</param>
/// <param name="IdempotencyKey">Your own key of the request, in up to 200 characters: with it again the answer is the same.</param>
sealed record LoyaltyRedeemVoucherInput(string Code, string? IdempotencyKey = null);

/// <summary>The voucher to take back.</summary>
/// <param name="Id">The voucher.</param>
/// <param name="Reason">Why, in up to 200 characters.</param>
sealed record LoyaltyCancelVoucherInput([property: ID<LoyaltyVoucher>] Guid Id, string? Reason = null);
