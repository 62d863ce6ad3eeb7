using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Spends points.</summary>
[MutationType]
static class LoyaltyRedeeming
{
    /// <summary>Spends points of a contact, all or nothing. A member spends its own.</summary>
    [Authorize("loyalty:write"), AllowMembers]
    [Error<LoyaltyProgramNotFoundException>, Error<LoyaltyNotEnrolledException>, Error<LoyaltySuspendedException>]
    [Error<LoyaltyPointsInvalidException>]
    [Error<LoyaltyInsufficientPointsException>, Error<LoyaltyCapReachedException>, Error<LoyaltyIdempotencyConflictException>]
    [Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyTransaction> LoyaltyRedeemAsync(LoyaltyRedeemInput input, Redeeming redeeming, CancellationToken ct) =>
        redeeming.RedeemAsync(input, ct);
}

/// <summary>Who spends how much.</summary>
/// <param name="ContactId">The contact.</param>
/// <param name="Points">How many, from 1.</param>
/// <param name="Program">The programme's code; null: the default one.</param>
/// <param name="IdempotencyKey">
/// Your own key of the redemption, such as an order number, in up to 200 characters: with it and the same points again nothing is spent
/// again and the first answer comes, whatever reason and note are given.
/// </param>
/// <param name="Reason">What it is for, in up to 200 characters.</param>
/// <param name="Note">What to remember about it, in up to 2,000 characters.</param>
public sealed record LoyaltyRedeemInput(
    [property: ID<Contact>] Guid ContactId, long Points, string? Program = null, string? IdempotencyKey = null, string? Reason = null,
    string? Note = null);

/// <summary>The number of points makes no sense here.</summary>
public sealed class LoyaltyPointsInvalidException : CrmException
{
    internal const long Most = 1_000_000_000_000;

    LoyaltyPointsInvalidException(long points, string message) : base("LOYALTY_POINTS_INVALID", message) => Points = points;

    /// <summary>What was asked for.</summary>
    public long Points { get; }

    internal static void Check(long points)
    {
        if (points is < 1 or > Most)
            throw new LoyaltyPointsInvalidException(
                points, $"{points} is no number of points that can be moved. Give 1 to {Most:N0}.");
    }

    /// <summary>Points by hand, which may be below zero.</summary>
    internal static void CheckAdjustment(long points, long qualifying)
    {
        if (points is 0 or < -Most or > Most)
            throw new LoyaltyPointsInvalidException(
                points, $"\"points\" can't be {points}. Give 1 to {Most:N0}, or -1 to -{Most:N0} to take them.");
        if (qualifying is < -Most or > Most)
            throw new LoyaltyPointsInvalidException(
                qualifying, $"\"qualifying\" can't be {qualifying}. Give 0 to {Most:N0}, or down to -{Most:N0} to take them.");
    }
}
