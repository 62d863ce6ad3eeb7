using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Spends points.</summary>
[MutationType]
public static class LoyaltyRedeeming
{
    /// <summary>Spends points of a contact, all or nothing. A member spends its own.</summary>
    [Authorize("loyalty:write"), AllowMembers]
    [Error<LoyaltyNotEnrolledException>, Error<LoyaltyPointsInvalidException>]
    [Error<LoyaltyInsufficientPointsException>, Error<LoyaltyReferenceInUseException>, Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyAccount> LoyaltyRedeemAsync(LoyaltyRedeemInput input, LoyaltyLedger ledger, CancellationToken ct) =>
        ledger.RedeemAsync(
            input.ContactId, input.Points, LoyaltyText.Line(input.Reference, "reference"), LoyaltyText.Lines(input.Note, "note"), ct);
}

/// <summary>Who spends how much.</summary>
/// <param name="ContactId">The contact.</param>
/// <param name="Points">How many, from 1.</param>
/// <param name="Reference">
/// Your own key of the redemption, such as an order number, in up to 200 characters: with it again nothing is spent again.
/// </param>
/// <param name="Note">What to remember about it, in up to 2,000 characters.</param>
public sealed record LoyaltyRedeemInput([property: ID<Contact>] Guid ContactId, long Points, string? Reference = null, string? Note = null);

/// <summary>The contact has no account.</summary>
/// <param name="contactId">The contact.</param>
public sealed class LoyaltyNotEnrolledException(Guid contactId)
    : CrmException("LOYALTY_NOT_ENROLLED", "The contact takes no part in the loyalty programme. Enrol it with loyaltyEnroll.")
{
    /// <summary>The contact.</summary>
    [ID<Contact>]
    public Guid ContactId { get; } = contactId;
}

/// <summary>The number of points can't be spent.</summary>
/// <param name="points">What was asked for.</param>
public sealed class LoyaltyPointsInvalidException(long points)
    : CrmException("LOYALTY_POINTS_INVALID", $"{points} points can't be spent: the number has to be 1 or more.")
{
    /// <summary>What was asked for.</summary>
    public long Points { get; } = points;
}

/// <summary>There are fewer points than shall be spent.</summary>
/// <param name="points">What was asked for.</param>
/// <param name="available">What there is.</param>
public sealed class LoyaltyInsufficientPointsException(long points, long available)
    : CrmException("LOYALTY_INSUFFICIENT_POINTS", $"{points} points can't be spent: {available} are available. Spend at most that many.")
{
    /// <summary>The points that could be spent.</summary>
    public long Available { get; } = available;
}

/// <summary>The reference stands on another redemption of the account.</summary>
/// <param name="reference">What was asked for.</param>
/// <param name="points">The points of that other redemption.</param>
public sealed class LoyaltyReferenceInUseException(string reference, long points)
    : CrmException("LOYALTY_REFERENCE_IN_USE", $"The reference \"{reference}\" stands on a redemption of {points} points. Use another one.")
{
    /// <summary>What was asked for.</summary>
    public string Reference { get; } = reference;

    /// <summary>The points that were spent with it.</summary>
    public long Points { get; } = points;
}
