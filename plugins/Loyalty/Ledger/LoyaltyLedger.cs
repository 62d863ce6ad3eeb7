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
    /// its contact, be it worth nothing. A revision that another one took the place of earns nothing, whichever of them is handled first:
    /// the latest one settles every contact that the interaction ever was about.
    /// </summary>
    public Task SettleAsync(Interaction interaction, CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            var account = await AccountForAsync(interaction, again);
            if (interaction.Status == InteractionStatus.Superseded) return true;
            foreach (var earlier in await EarlierContactsAsync(interaction, again))
                await SettleAsync(await FindAsync(earlier, again), 0, interaction, again);
            await SettleAsync(account, LoyaltyPoints.WorthOf(interaction), interaction, again);
            return true;
        },
        ct);

    async Task<IReadOnlyList<Guid>> EarlierContactsAsync(Interaction interaction, CancellationToken ct)
    {
        if (interaction.Revision == 1) return [];
        var contacts = await store.Query<Interaction>()
            .Where(revision => revision.OriginalId == interaction.OriginalId && revision.Revision < interaction.Revision)
            .Select(revision => revision.ContactId).Distinct().ToListAsync(ct);
        return [.. contacts.OfType<Guid>().Where(contact => contact != interaction.ContactId)];
    }

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
        if (interaction.Revision > 1) return await BookedAsync(await AccountsOfAsync(account, ct), interaction, ct);
        var any = await store.FindAsync<LoyaltyEntry>(
            entry => entry.AccountId == account.Id && entry.OriginalInteractionId == interaction.OriginalId, ct);
        return any is null ? new(0, 0, false) : await BookedAsync([account.Id], interaction, ct);
    }

    async Task<Booked> BookedAsync(Guid[] accounts, Interaction interaction, CancellationToken ct) =>
        await store.Query<LoyaltyEntry>()
            .Where(entry => accounts.Contains(entry.AccountId) && entry.OriginalInteractionId == interaction.OriginalId)
            .GroupBy(entry => entry.OriginalInteractionId)
            .Select(entries => new Booked(
                entries.Sum(entry => entry.Points),
                entries.Sum(entry => entry.Forgiven),
                entries.Count(entry => entry.InteractionId == interaction.Id) > 0))
            .FirstOrDefaultAsync(ct)
        ?? new(0, 0, false);

    // What was booked before a merge stands in the account of the contact that was merged.
    async Task<Guid[]> AccountsOfAsync(LoyaltyAccount account, CancellationToken ct) =>
    [
        account.Id, .. await store.Query<LoyaltyAccount>()
            .Where(other => store.Query<Contact>().Any(contact => contact.Id == other.ContactId && contact.MergedIntoId == account.ContactId))
            .Select(other => other.Id).ToListAsync(ct),
    ];

    sealed record Booked(long Points, long Forgiven, bool Handled);

    async Task<LoyaltyAccount?> AccountForAsync(Interaction interaction, CancellationToken ct)
    {
        if (interaction.ContactId is not { } contactId) return null;
        return LoyaltyPoints.Enrols(interaction) ? await FindOrOpenAsync(contactId, ct) : await FindAsync(contactId, ct);
    }

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
