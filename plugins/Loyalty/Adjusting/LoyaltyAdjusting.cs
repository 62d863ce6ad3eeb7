using System.Globalization;
using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Gives and takes points by hand.</summary>
[MutationType]
static class LoyaltyAdjusting
{
    /// <summary>
    /// Gives or takes points at once, as far as the programme lets one person do so; what the same person did in the account within a day
    /// counts together. For more there is loyaltyRequestAdjustment.
    /// </summary>
    [Authorize("loyalty:adjust")]
    [Error<LoyaltyProgramNotFoundException>, Error<LoyaltyNotEnrolledException>, Error<LoyaltyPointsInvalidException>]
    [Error<LoyaltyInsufficientPointsException>, Error<LoyaltyApprovalRequiredException>, Error<LoyaltyEndInPastException>]
    [Error<LoyaltyIdempotencyConflictException>, Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyAdjustment> LoyaltyAdjustAsync(LoyaltyAdjustInput input, Adjusting adjusting, CancellationToken ct) =>
        adjusting.AdjustAsync(input, ct);

    /// <summary>Asks somebody else to approve that points are given or taken, however many.</summary>
    [Authorize("loyalty:adjust")]
    [Error<LoyaltyProgramNotFoundException>, Error<LoyaltyNotEnrolledException>, Error<LoyaltyPointsInvalidException>]
    [Error<LoyaltyEndInPastException>, Error<LoyaltyIdempotencyConflictException>, Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyAdjustment> LoyaltyRequestAdjustmentAsync(
        LoyaltyAdjustInput input, Adjusting adjusting, CancellationToken ct) =>
        adjusting.RequestAsync(input, ct);

    /// <summary>Gives or takes the points that somebody else asked for.</summary>
    [Authorize("loyalty:approve")]
    [Error<LoyaltyAdjustmentNotFoundException>, Error<LoyaltyAdjustmentDecidedException>, Error<LoyaltySelfApprovalException>]
    [Error<LoyaltyNotEnrolledException>, Error<LoyaltyInsufficientPointsException>, Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyAdjustment> LoyaltyApproveAdjustmentAsync(
        LoyaltyApproveAdjustmentInput input, Adjusting adjusting, CancellationToken ct) =>
        adjusting.ApproveAsync(input.Id, input.Decision, ct);

    /// <summary>Refuses what somebody asked for, or takes back what one asked for oneself.</summary>
    [Authorize("loyalty:approve")]
    [Error<LoyaltyAdjustmentNotFoundException>, Error<LoyaltyAdjustmentDecidedException>, Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyAdjustment> LoyaltyRejectAdjustmentAsync(
        LoyaltyRejectAdjustmentInput input, Adjusting adjusting, CancellationToken ct) =>
        adjusting.RejectAsync(input.Id, input.Decision, ct);
}

/// <summary>Who shall have more points, or fewer.</summary>
/// <param name="ContactId">The contact.</param>
/// <param name="Points">How many; below zero to take them. Not zero.</param>
/// <param name="Reason">Why, in up to 200 characters.</param>
/// <param name="Program">The programme's code; null: the default one.</param>
/// <param name="Qualifying">How many count for the tier; below zero to take them.</param>
/// <param name="ExpiresAt">When points that are given lapse; null: as the programme says.</param>
/// <param name="IdempotencyKey">
/// Your own key of the request, in up to 200 characters: with it and the same points, qualifying ones too, again nothing more happens
/// and the first answer comes, whatever reason and end are given.
/// </param>
sealed record LoyaltyAdjustInput(
    [property: ID<Contact>] Guid ContactId, long Points, string Reason, string? Program = null, long Qualifying = 0,
    DateTimeOffset? ExpiresAt = null, string? IdempotencyKey = null);

/// <summary>What is approved.</summary>
/// <param name="Id">The adjustment.</param>
/// <param name="Decision">What to remember about it, in up to 200 characters.</param>
sealed record LoyaltyApproveAdjustmentInput([property: ID<LoyaltyAdjustment>] Guid Id, string? Decision = null);

/// <summary>What is rejected.</summary>
/// <param name="Id">The adjustment.</param>
/// <param name="Decision">Why, in up to 200 characters.</param>
sealed record LoyaltyRejectAdjustmentInput([property: ID<LoyaltyAdjustment>] Guid Id, string? Decision = null);

/// <summary>So many points need somebody else's approval.</summary>
/// <param name="limit">What one person may give or take in an account within a day.</param>
/// <param name="left">What is left of that.</param>
sealed class LoyaltyApprovalRequiredException(long limit, long left) : CrmException("LOYALTY_APPROVAL_REQUIRED", string.Create(
    CultureInfo.InvariantCulture,
    $"One person may give or take {limit} points in an account within a day, and {left} are left of that. "
    + $"Ask for more with loyaltyRequestAdjustment."))
{
    /// <summary>What one person may give or take in an account within a day.</summary>
    public long Limit { get; } = limit;

    /// <summary>What is left of that.</summary>
    public long Left { get; } = left;
}

/// <summary>There is no such adjustment.</summary>
/// <param name="adjustmentId">What was asked for.</param>
sealed class LoyaltyAdjustmentNotFoundException(Guid adjustmentId)
    : CrmException("LOYALTY_ADJUSTMENT_NOT_FOUND", "There is no adjustment with this id. Look it up with loyaltyAdjustments.")
{
    /// <summary>What was asked for.</summary>
    [ID<LoyaltyAdjustment>]
    public Guid AdjustmentId { get; } = adjustmentId;
}

/// <summary>It was decided already.</summary>
/// <param name="status">What became of it.</param>
sealed class LoyaltyAdjustmentDecidedException(LoyaltyAdjustmentStatus status)
    : CrmException(
        "LOYALTY_ADJUSTMENT_DECIDED", "The adjustment was decided already. To undo it, ask for another one in the opposite direction.")
{
    /// <summary>What became of it.</summary>
    public LoyaltyAdjustmentStatus Status { get; } = status;
}

/// <summary>Nobody approves what he asked for himself.</summary>
sealed class LoyaltySelfApprovalException()
    : CrmException("LOYALTY_SELF_APPROVAL", "You asked for this adjustment yourself. Somebody else has to approve it.");
