using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Hands points from member to member, within the programme's limits.</summary>
/// <param name="store">The rows.</param>
/// <param name="members">Whose accounts they are.</param>
/// <param name="requests">Knows requests that came before.</param>
/// <param name="catalogs">The limits.</param>
/// <param name="booking">Moves points.</param>
/// <param name="actor">Who hands them over.</param>
sealed class Transferring(
    ICrmStore store, Members members, Requests requests, Catalogs catalogs, Booking booking, IActor actor)
{
    /// <returns>The transaction of the one who gives.</returns>
    public Task<LoyaltyTransaction> TransferAsync(LoyaltyTransferInput input, CancellationToken ct)
    {
        LoyaltyPointsInvalidException.Check(input.Points);
        var cause = new Cause
        {
            IdempotencyKey = LoyaltyText.Line(input.IdempotencyKey, "idempotencyKey"),
            Reason = LoyaltyText.Line(input.Reason, "reason"),
        };
        return store.ChangeAsync(async again =>
        {
            var from = await members.GetAsync(input.FromContactId, input.Program, again);
            var to = await RecipientAsync(input.ToContactId, from.ProgramId, again);
            if (from.Id == to?.Id) throw new LoyaltyTransferToSelfException();
            if (await AnsweredAsync(input, from, to, again) is { } answered) return answered;
            from.RequireActive();
            await RequireWithinLimitsAsync(from, input.Points, again);
            // Before anything is said of the recipient: who has no points to give can't try ids for nothing.
            await booking.RequireAvailableAsync(from, input.Points, again);
            if (to is null) throw new LoyaltyRecipientUnknownException();
            to.RequireActive();
            var receiving = await members.ReceivingAsync(input.ToContactId, to, again);
            return (await booking.TransferAsync(from, receiving, input.Points, cause, again)).Given;
        }, ct);
    }

    /// <summary>Who works here sees whom the points go to, or is told why not; a member doesn't, and null is all that it is told.</summary>
    async Task<LoyaltyAccount?> RecipientAsync(Guid contactId, Guid programId, CancellationToken ct) => actor.ContactId is null
        ? await members.GetAsync(contactId, programId, ct)
        : await members.FindUnseenAsync(contactId, programId, ct);

    async Task<LoyaltyTransaction?> AnsweredAsync(
        LoyaltyTransferInput input, LoyaltyAccount from, LoyaltyAccount? to, CancellationToken ct)
    {
        if (input.IdempotencyKey is null) return null;
        var recipients = to is null ? [] : await members.PersonAsync(to, ct);
        return await requests.AnsweredAsync(
            from, input.FromContactId, input.IdempotencyKey,
            before => before is { Kind: LoyaltyTransactionKind.Transfer, OtherAccountId: { } other } && recipients.Contains(other)
                && before.Adjusted == input.Points, ct);
    }

    async Task RequireWithinLimitsAsync(LoyaltyAccount from, long points, CancellationToken ct)
    {
        var program = (await catalogs.ReadAsync(ct)).Program(from.ProgramId);
        if (actor.ContactId is not null && !program.MembersTransfer) throw new LoyaltyTransferNotAllowedException();
        if (points > program.MaxPointsPerTransfer)
            throw new LoyaltyCapReachedException(
                LoyaltyCap.Transfer, program.MaxPointsPerTransfer.Value, program.MaxPointsPerTransfer.Value);
        if (program.MaxTransferredPerDay is not { } most) return;
        var today = LoyaltyCalendar.StartOf(LoyaltyCalendar.DateOf(booking.Now, program.TimeZone), program.TimeZone);
        var accounts = await members.PersonAsync(from, ct);
        var given = await store.All.Query<LoyaltyTransaction>()
            .Where(row => EF.Parameter(accounts).Contains(row.AccountId) && row.Kind == LoyaltyTransactionKind.Transfer && row.Adjusted > 0
                && row.RecordedAt >= today)
            .SumAsync(row => row.Adjusted, ct);
        if (points > most - given) throw new LoyaltyCapReachedException(LoyaltyCap.TransferDay, most, Math.Max(0, most - given));
    }
}
