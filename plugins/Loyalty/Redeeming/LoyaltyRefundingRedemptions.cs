using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Gives back what was spent.</summary>
[MutationType]
static class LoyaltyRefundingRedemptions
{
    /// <summary>
    /// Gives back what was spent, or a part of it: to the lots from which it came. What lapsed meanwhile follows the programme's policy.
    /// </summary>
    [Authorize("loyalty:write")]
    [Error<LoyaltyRedemptionNotFoundException>, Error<LoyaltyRefundTooLargeException>, Error<LoyaltyPointsInvalidException>]
    [Error<LoyaltyIdempotencyConflictException>, Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyTransaction> LoyaltyRefundRedemptionAsync(
        LoyaltyRefundRedemptionInput input, Redeeming redeeming, CancellationToken ct) =>
        redeeming.RefundAsync(input, ct);
}

/// <summary>What shall come back.</summary>
/// <param name="TransactionId">The redemption, or the confirmation of a hold.</param>
/// <param name="Points">How many points; null: all that didn't come back yet.</param>
/// <param name="IdempotencyKey">
/// Your own key of the request, in up to 200 characters: with it, the same transaction and points again nothing comes back again and
/// the first answer comes, whatever reason and note are given.
/// </param>
/// <param name="Reason">Why, in up to 200 characters.</param>
/// <param name="Note">What to remember about it, in up to 2,000 characters.</param>
public sealed record LoyaltyRefundRedemptionInput(
    [property: ID<LoyaltyTransaction>] Guid TransactionId, long? Points = null, string? IdempotencyKey = null, string? Reason = null,
    string? Note = null);

/// <summary>There is no such redemption.</summary>
public sealed class LoyaltyRedemptionNotFoundException() : CrmException(
    "LOYALTY_REDEMPTION_NOT_FOUND",
    "No redemption has this id that could be given back. Name a transaction of the kind REDEEM or CONFIRM; "
    + "a reward is given back with its voucher.");

/// <summary>More shall come back than was spent.</summary>
/// <param name="refundable">What can come back.</param>
public sealed class LoyaltyRefundTooLargeException(long refundable)
    : CrmException("LOYALTY_REFUND_TOO_LARGE", $"Of this redemption {refundable} points can come back. Give at most that many.")
{
    /// <summary>The points that can come back.</summary>
    public long Refundable { get; } = refundable;
}
