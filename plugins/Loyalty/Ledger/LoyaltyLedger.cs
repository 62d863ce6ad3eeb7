using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// Every way in which points come and go. Safe against writers at the same time: the slower one sees the faster one's rows.
/// </summary>
/// <param name="store">The rows.</param>
/// <param name="time">The clock.</param>
public sealed class LoyaltyLedger(ICrmStore store, TimeProvider time)
{
    /// <summary>The contact's account, opened if there is none.</summary>
    /// <exception cref="LoyaltyContactNotFoundException">There is no such contact.</exception>
    public Task<LoyaltyAccount> EnrollAsync(Guid contactId, CancellationToken ct) => store.ChangeAsync(
        async again => await store.Query<Contact>().AnyAsync(contact => contact.Id == contactId, again)
            ? await FindOrOpenAsync(contactId, again)
            : throw new LoyaltyContactNotFoundException(contactId),
        ct);

    /// <summary>Spends points. The same reference again spends nothing again.</summary>
    /// <exception cref="LoyaltyNotEnrolledException">The contact has no account.</exception>
    /// <exception cref="LoyaltyPointsInvalidException">The number of points isn't positive.</exception>
    /// <exception cref="LoyaltyInsufficientPointsException">There are not enough.</exception>
    /// <exception cref="LoyaltyReferenceInUseException">The reference stands on a redemption of another number of points.</exception>
    public Task<LoyaltyAccount> RedeemAsync(Guid contactId, long points, string? reference, string? note, CancellationToken ct) =>
        store.ChangeAsync(
            async again =>
            {
                var account = await FindAsync(contactId, again) ?? throw new LoyaltyNotEnrolledException(contactId);
                if (await SpentAsync(account, reference, again) is not { } spent)
                    store.Add(account.Redeem(points, reference, note, time.GetUtcNow()));
                else if (spent != points)
                    throw new LoyaltyReferenceInUseException(reference!, spent);
                return account;
            },
            ct);

    /// <summary>
    /// Makes what is booked for an interaction equal to what it is worth now: again with the same one does nothing. A purchase enrols
    /// its contact, be it worth nothing.
    /// </summary>
    /// <param name="interaction">The latest revision.</param>
    /// <param name="earlierContactId">The contact that it was about before; null: the same.</param>
    public Task SettleAsync(Interaction interaction, Guid? earlierContactId, CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            if (earlierContactId is { } earlier && earlier != interaction.ContactId)
                await SettleAsync(await FindAsync(earlier, again), 0, interaction, again);
            if (interaction.ContactId is not { } contactId) return true;
            var account = await AccountForAsync(contactId, interaction, again);
            await SettleAsync(account, LoyaltyPoints.WorthOf(interaction), interaction, again);
            return true;
        },
        ct);

    async Task SettleAsync(LoyaltyAccount? account, long worth, Interaction interaction, CancellationToken ct)
    {
        if (account is null) return;
        var booked = await BookedAsync(account, interaction, ct);
        var difference = worth - booked.Points + booked.Forgiven;
        if (difference != 0 && !booked.Handled)
            store.Add(account.Settle(difference, booked.Forgiven, interaction, time.GetUtcNow()));
    }

    // Mostly there is nothing yet, and to look for one row is allowed in the middle of a batch of events.
    async Task<Booked> BookedAsync(LoyaltyAccount account, Interaction interaction, CancellationToken ct)
    {
        var any = await store.FindAsync<LoyaltyEntry>(
            entry => entry.AccountId == account.Id && entry.OriginalInteractionId == interaction.OriginalId, ct);
        return any is null ? new(0, 0, false) : await store.Query<LoyaltyEntry>()
            .Where(entry => entry.AccountId == account.Id && entry.OriginalInteractionId == interaction.OriginalId)
            .GroupBy(entry => entry.AccountId)
            .Select(entries => new Booked(
                entries.Sum(entry => entry.Points),
                entries.Sum(entry => entry.Forgiven),
                entries.Count(entry => entry.InteractionId == interaction.Id) > 0))
            .FirstAsync(ct);
    }

    sealed record Booked(long Points, long Forgiven, bool Handled);

    async Task<LoyaltyAccount?> AccountForAsync(Guid contactId, Interaction interaction, CancellationToken ct) =>
        LoyaltyPoints.Enrols(interaction) ? await FindOrOpenAsync(contactId, ct) : await FindAsync(contactId, ct);

    async Task<LoyaltyAccount> FindOrOpenAsync(Guid contactId, CancellationToken ct)
    {
        if (await FindAsync(contactId, ct) is { } account) return account;
        var opened = LoyaltyAccount.Open(contactId, time.GetUtcNow());
        store.Add(opened);
        return opened;
    }

    Task<LoyaltyAccount?> FindAsync(Guid contactId, CancellationToken ct) =>
        store.FindAsync<LoyaltyAccount>(account => account.ContactId == contactId, ct);

    async Task<long?> SpentAsync(LoyaltyAccount account, string? reference, CancellationToken ct)
    {
        if (reference is null) return null;
        var entry = await store.Query<LoyaltyEntry>()
            .SingleOrDefaultAsync(row => row.AccountId == account.Id && row.Reference == reference, ct);
        return -entry?.Points;
    }
}
