using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// What becomes of points when people are merged, separated, exported or forgotten. The merged account keeps its own history, and hands its
/// points over by an entry on either side.
/// </summary>
/// <param name="store">The rows.</param>
/// <param name="time">The clock.</param>
public sealed class LoyaltyPeople(ICrmStore store, TimeProvider time) : IPersonLifecycle
{
    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(Guid contactId, CancellationToken ct) => new Dictionary<string, long>
    {
        [nameof(LoyaltyAccount)] = await store.Query<LoyaltyAccount>().LongCountAsync(account => account.ContactId == contactId, ct),
        [nameof(LoyaltyEntry)] = await EntriesOf(contactId).LongCountAsync(ct),
    };

    /// <inheritdoc/>
    public async Task MergeAsync(ContactMerge merge, CancellationToken ct)
    {
        if (await FindAsync(merge.MergedId, ct) is not { } merged) return;
        var survivor = await FindAsync(merge.SurvivorId, ct);
        if (survivor is null) store.Add(survivor = LoyaltyAccount.Open(merge.SurvivorId, time.GetUtcNow()));
        var (points, lifetime) = (merged.Balance, merged.LifetimePoints);
        store.Add(merged.Transfer(-points, -lifetime, merge.Id, time.GetUtcNow()));
        store.Add(survivor.Transfer(points, lifetime, merge.Id, time.GetUtcNow()));
    }

    /// <summary>
    /// Where nothing came after the merge its entries go, as if it had never been. Otherwise the points come back by further entries, as far as
    /// the survivor still has them.
    /// </summary>
    public async Task UnmergeAsync(ContactMerge merge, CancellationToken ct)
    {
        if (await FindAsync(merge.MergedId, ct) is not { } merged || await FindAsync(merge.SurvivorId, ct) is not { } survivor) return;
        var handed = await FindEntryAsync(merged, merge, ct);
        var taken = await FindEntryAsync(survivor, merge, ct);
        if (handed is null || taken is null) return;
        if (handed.Sequence == merged.LastSequence && taken.Sequence == survivor.LastSequence)
        {
            TakeBack(merged, handed);
            TakeBack(survivor, taken);
            if (survivor.LastSequence == 0 && survivor.EnrolledAt == taken.RecordedAt) store.Remove(survivor); // opened by the merge
            return;
        }
        var points = Math.Min(taken.Points, survivor.Balance);
        store.Add(survivor.Transfer(-points, -taken.Lifetime, null, time.GetUtcNow()));
        store.Add(merged.Transfer(points, taken.Lifetime, null, time.GetUtcNow()));
    }

    /// <inheritdoc/>
    public async Task<object?> ExportAsync(Guid contactId, CancellationToken ct) =>
        await store.Query<LoyaltyAccount>().FirstOrDefaultAsync(account => account.ContactId == contactId, ct) is not { } account ? null : new
        {
            account.Balance,
            account.LifetimePoints,
            account.EnrolledAt,
            Entries = (await EntriesOf(contactId).OrderBy(entry => entry.Sequence).ToListAsync(ct)).ConvertAll(entry => new
            {
                entry.Sequence,
                entry.Points,
                entry.BalanceAfter,
                entry.Forgiven,
                entry.Reason,
                entry.Reference,
                entry.Note,
                entry.OccurredAt,
            }),
        };

    /// <summary>The account goes with its history: points without anybody who could spend them are none.</summary>
    public async Task EraseAsync(Guid contactId, CancellationToken ct)
    {
        if (await FindAsync(contactId, ct) is not { } account) return;
        foreach (var entry in await store.Track<LoyaltyEntry>().Where(entry => entry.AccountId == account.Id).ToListAsync(ct)) store.Remove(entry);
        store.Remove(account);
    }

    void TakeBack(LoyaltyAccount account, LoyaltyEntry entry)
    {
        account.TakeBack(entry);
        store.Remove(entry);
    }

    IQueryable<LoyaltyEntry> EntriesOf(Guid contactId) => store.Query<LoyaltyEntry>()
        .Where(entry => store.Query<LoyaltyAccount>().Any(account => account.Id == entry.AccountId && account.ContactId == contactId));

    Task<LoyaltyAccount?> FindAsync(Guid contactId, CancellationToken ct) =>
        store.FindAsync<LoyaltyAccount>(account => account.ContactId == contactId, ct);

    Task<LoyaltyEntry?> FindEntryAsync(LoyaltyAccount account, ContactMerge merge, CancellationToken ct) =>
        store.FindAsync<LoyaltyEntry>(entry => entry.AccountId == account.Id && entry.MergeId == merge.Id, ct);
}
