using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Sets points aside, for checkouts.</summary>
[MutationType]
static class LoyaltyHolding
{
    /// <summary>Sets points of a contact aside. A member does so with its own.</summary>
    [Authorize("loyalty:write"), AllowMembers]
    [Error<LoyaltyProgramNotFoundException>, Error<LoyaltyNotEnrolledException>, Error<LoyaltySuspendedException>]
    [Error<LoyaltyPointsInvalidException>]
    [Error<LoyaltyHoldTermInvalidException>, Error<LoyaltyInsufficientPointsException>, Error<LoyaltyIdempotencyConflictException>]
    [Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyHold> LoyaltyHoldAsync(LoyaltyHoldInput input, Holding holding, CancellationToken ct) =>
        holding.HoldAsync(input, ct);

    /// <summary>Keeps points set aside for longer.</summary>
    [Authorize("loyalty:write"), Error<LoyaltyHoldNotActiveException>, Error<LoyaltyHoldTermInvalidException>]
    public static Task<LoyaltyHold> LoyaltyExtendHoldAsync(LoyaltyExtendHoldInput input, Holding holding, CancellationToken ct) =>
        holding.ExtendAsync(input, ct);

    /// <summary>Spends points that are set aside, or a part of them; the rest comes back at once.</summary>
    [Authorize("loyalty:write")]
    [Error<LoyaltyHoldNotActiveException>, Error<LoyaltySuspendedException>, Error<LoyaltyPointsInvalidException>]
    [Error<LoyaltyInsufficientPointsException>]
    [Error<LoyaltyCapReachedException>, Error<LoyaltyIdempotencyConflictException>, Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyHold> LoyaltyConfirmHoldAsync(LoyaltyConfirmHoldInput input, Holding holding, CancellationToken ct) =>
        holding.ConfirmAsync(input, ct);

    /// <summary>Gives a hold up: its points come back.</summary>
    [Authorize("loyalty:write"), AllowMembers]
    [Error<LoyaltyHoldNotActiveException>, Error<LoyaltyIdempotencyConflictException>, Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyHold> LoyaltyCancelHoldAsync(LoyaltyCancelHoldInput input, Holding holding, CancellationToken ct) =>
        holding.CancelAsync(input, ct);
}

/// <summary>What shall be set aside.</summary>
/// <param name="ContactId">The contact.</param>
/// <param name="Points">How many, from 1.</param>
/// <param name="Minutes">For how long: 1 to 10,080, which is a week.</param>
/// <param name="Program">The programme's code; null: the default one.</param>
/// <param name="IdempotencyKey">
/// Your own key of the request, in up to 200 characters: with it and the same points again nothing is set aside again and the first answer
/// comes, whatever reason is given.
/// </param>
/// <param name="Reason">What it is for, in up to 200 characters.</param>
public sealed record LoyaltyHoldInput(
    [property: ID<Contact>] Guid ContactId, long Points, int Minutes = 15, string? Program = null, string? IdempotencyKey = null,
    string? Reason = null);

/// <summary>Which hold lasts longer.</summary>
/// <param name="HoldId">The hold.</param>
/// <param name="Minutes">For how long from now on: 1 to 10,080.</param>
public sealed record LoyaltyExtendHoldInput([property: ID<LoyaltyHold>] Guid HoldId, int Minutes = 15);

/// <summary>Which hold is confirmed.</summary>
/// <param name="HoldId">The hold.</param>
/// <param name="Points">How many of its points are spent; null: all of them.</param>
/// <param name="IdempotencyKey">
/// Your own key of the request, in up to 200 characters: with it and the same hold and points again the answer is the same,
/// whatever the reason.
/// </param>
/// <param name="Reason">What they are for, in up to 200 characters.</param>
public sealed record LoyaltyConfirmHoldInput(
    [property: ID<LoyaltyHold>] Guid HoldId, long? Points = null, string? IdempotencyKey = null, string? Reason = null);

/// <summary>Which hold is given up.</summary>
/// <param name="HoldId">The hold.</param>
/// <param name="IdempotencyKey">
/// Your own key of the request, in up to 200 characters: with it and the same hold again the answer is the same, whatever the reason.
/// </param>
/// <param name="Reason">Why, in up to 200 characters.</param>
public sealed record LoyaltyCancelHoldInput([property: ID<LoyaltyHold>] Guid HoldId, string? IdempotencyKey = null, string? Reason = null);

/// <summary>The hold doesn't set anything aside any more, or isn't there.</summary>
/// <param name="status">What became of it; null: there is no such hold.</param>
public sealed class LoyaltyHoldNotActiveException(LoyaltyHoldStatus? status) : CrmException("LOYALTY_HOLD_NOT_ACTIVE", status switch
{
    null => "There is no hold with this id. Make one with loyaltyHold.",
    LoyaltyHoldStatus.Confirmed =>
        "The hold was confirmed already. Give back what it spent with loyaltyRefundRedemption, "
        + "or spend further points with loyaltyRedeem.",
    LoyaltyHoldStatus.Cancelled => "The hold was given up, and its points came back. Make a new one with loyaltyHold.",
    _ => "The hold has timed out, and its points came back. Make a new one with loyaltyHold.",
})
{
    /// <summary>What became of it; null: there is no such hold.</summary>
    public LoyaltyHoldStatus? Status { get; } = status;
}

/// <summary>A hold can't last that long.</summary>
/// <param name="minutes">What was asked for.</param>
public sealed class LoyaltyHoldTermInvalidException(int minutes)
    : CrmException(
        "LOYALTY_HOLD_TERM_INVALID", $"A hold can't last {minutes} minutes. Give 1 to {LoyaltyHoldTermInvalidException.Most:N0}.")
{
    internal const int Most = 7 * 24 * 60;

    /// <summary>What was asked for.</summary>
    public int Minutes { get; } = minutes;

    internal static void Check(int minutes)
    {
        if (minutes is < 1 or > Most) throw new LoyaltyHoldTermInvalidException(minutes);
    }
}
