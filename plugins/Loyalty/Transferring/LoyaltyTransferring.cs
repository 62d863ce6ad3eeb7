using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Hands points from member to member.</summary>
[MutationType]
static class LoyaltyTransferring
{
    /// <summary>
    /// Hands points of a member to another one of the same programme, all or nothing. They lapse when they would have lapsed. Where the
    /// programme's membersTransfer says so, a member hands over its own, to whoever's id it was given, such as by a code that the other
    /// one's app shows. It learns nothing of whom that is, nor why somebody can't be given points.
    /// </summary>
    [Authorize("loyalty:write"), AllowMembers]
    [Error<LoyaltyProgramNotFoundException>, Error<LoyaltyNotEnrolledException>, Error<LoyaltySuspendedException>]
    [Error<LoyaltyPointsInvalidException>, Error<LoyaltyInsufficientPointsException>, Error<LoyaltyCapReachedException>]
    [Error<LoyaltyTransferToSelfException>, Error<LoyaltyTransferNotAllowedException>, Error<LoyaltyRecipientUnknownException>]
    [Error<LoyaltyIdempotencyConflictException>, Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyTransaction> LoyaltyTransferAsync(
        LoyaltyTransferInput input, Transferring transferring, CancellationToken ct) =>
        transferring.TransferAsync(input, ct);
}

/// <summary>Whose points go to whom.</summary>
/// <param name="FromContactId">Who gives; a member gives its own.</param>
/// <param name="ToContactId">Who gets.</param>
/// <param name="Points">How many, from 1.</param>
/// <param name="Reason">Why, in up to 200 characters.</param>
/// <param name="Program">The programme's code; null: the default one.</param>
/// <param name="IdempotencyKey">
/// Your own key of the request, in up to 200 characters: with it, the same recipient and points again nothing more is handed over and
/// the first answer comes, whatever reason is given.
/// </param>
sealed record LoyaltyTransferInput(
    [property: ID<Contact>] Guid FromContactId, [property: ID<Contact>] Guid ToContactId, long Points, string? Reason = null,
    string? Program = null,
    string? IdempotencyKey = null);

/// <summary>Both are the same member.</summary>
sealed class LoyaltyTransferToSelfException()
    : CrmException("LOYALTY_TRANSFER_TO_SELF", "A member can't hand points to itself. Choose another contact for \"toContactId\".");

/// <summary>The programme doesn't let members hand over points themselves.</summary>
sealed class LoyaltyTransferNotAllowedException()
    : CrmException(
        "LOYALTY_TRANSFER_NOT_ALLOWED",
        "The programme doesn't let members hand points to each other. Ask somebody who works for it, "
        + "or have its \"membersTransfer\" switched on.");

/// <summary>A member named somebody who can't be given points. Why is only told to those who work for the programme.</summary>
sealed class LoyaltyRecipientUnknownException()
    : CrmException(
        "LOYALTY_RECIPIENT_UNKNOWN",
        "Nobody who can be given points in this programme is known by the id in \"toContactId\". "
        + "Ask the other member for its id again.");
