using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// What becomes of accounts when people are merged, separated, exported or forgotten. Nothing of the ledger is ever changed: points go over
/// and come back by transactions, and of those who are forgotten the text goes, while the programme's books still add up.
/// </summary>
sealed class LoyaltyPeople(
    ICrmStore store, Catalogs catalogs, Members members, TierBook tiers, Booking booking, PersonVouchers vouchers, PersonExport export)
    : IPersonLifecycle
{
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(Guid contactId, CancellationToken ct) => new Dictionary<string, long>
    {
        [nameof(LoyaltyAccount)] = await AccountsOf(contactId).LongCountAsync(ct),
        [nameof(LoyaltyTransaction)] = await store.Query<LoyaltyTransaction>()
            .LongCountAsync(row => AccountsOf(contactId).Any(account => account.Id == row.AccountId), ct),
        [nameof(LoyaltyHold)] = await store.Query<LoyaltyHold>()
            .LongCountAsync(row => AccountsOf(contactId).Any(account => account.Id == row.AccountId), ct),
        [nameof(LoyaltyVoucher)] = await store.Query<LoyaltyVoucher>()
            .LongCountAsync(row => AccountsOf(contactId).Any(account => account.Id == row.AccountId), ct),
        [nameof(LoyaltyAdjustment)] = await store.Query<LoyaltyAdjustment>()
            .LongCountAsync(row => AccountsOf(contactId).Any(account => account.Id == row.AccountId), ct),
    };

    public async Task MergeAsync(ContactMerge merge, CancellationToken ct)
    {
        // The default one first: whoever comes to take part in another one is enrolled there as well, and nobody would know that the merge
        // did it.
        foreach (var program in (await catalogs.ReadAsync(ct)).Programs.OrderByDescending(program => program.IsDefault))
        {
            if (await members.FindAsync(merge.MergedId, program.Id, ct) is not { } merged || IsUnused(merged)) continue;
            var survivor = await members.FindAsync(merge.SurvivorId, program.Id, ct);
            var isNew = survivor is null or { Status: LoyaltyAccountStatus.Closed };
            survivor = await members.GetOrOpenAsync(merge.SurvivorId, program, ct);
            if (isNew) survivor.OpenedByMergeId = merge.Id;
            await booking.MergeAsync(merged, survivor, merge.Id, ct);
            await vouchers.MergeAsync(merged, survivor, ct);
            await tiers.MergeAsync(survivor, merged, merge.Id, booking.Now, ct);
        }
    }

    public async Task UnmergeAsync(ContactMerge merge, CancellationToken ct)
    {
        foreach (var program in (await catalogs.ReadAsync(ct)).Programs)
        {
            if (await members.FindAsync(merge.MergedId, program.Id, ct) is not { } merged) continue;
            if (await members.FindAsync(merge.SurvivorId, program.Id, ct) is not { } survivor || merged.MergedIntoId != survivor.Id)
                continue;
            await booking.UnmergeAsync(survivor, merged, merge.Id, ct);
            await vouchers.UnmergeAsync(survivor, merged, ct);
            await tiers.UnmergeAsync(survivor, merged, merge.Id, booking.Now, ct);
            if (survivor.OpenedByMergeId == merge.Id && !await WasUsedAsync(survivor, ct)) survivor.Status = LoyaltyAccountStatus.Closed;
        }
    }

    public Task<object?> ExportAsync(Guid contactId, CancellationToken ct) => export.OfAsync(contactId, ct);

    public async Task EraseAsync(Guid contactId, CancellationToken ct)
    {
        var accounts = await store.Track<LoyaltyAccount>().Where(account => account.ContactId == contactId).ToListAsync(ct);
        foreach (var account in accounts)
        {
            await ForgetTextAsync(account, ct);
            await booking.ForgetAsync(account, await vouchers.ForgetAsync(account, ct), ct);
        }
    }

    async Task ForgetTextAsync(LoyaltyAccount account, CancellationToken ct)
    {
        foreach (var row in await TextsAsync(account, ct)) store.Remove(row);
        await tiers.EraseAsync(account, ct);
        foreach (var row in await store.Track<LoyaltyNotice>().Where(row => row.AccountId == account.Id).ToListAsync(ct)) store.Remove(row);
        foreach (var row in await store.Track<LoyaltyAdjustment>().Where(row => row.AccountId == account.Id).ToListAsync(ct))
            row.Forget();
    }

    /// <summary>
    /// What was said about the member's transactions, and on the other side of transfers, which are told of in the same words.
    /// </summary>
    async Task<List<LoyaltyDetail>> TextsAsync(LoyaltyAccount account, CancellationToken ct)
    {
        var transfers = store.Query<LoyaltyTransaction>().Where(row => row.Kind == LoyaltyTransactionKind.Transfer);
        var others = await transfers.Where(row => row.AccountId == account.Id).Select(row => row.OtherAccountId!.Value).Distinct()
            .ToListAsync(ct);
        return await store.Track<LoyaltyDetail>()
            .Where(row => row.AccountId == account.Id
                || (others.Contains(row.AccountId) && transfers.Any(other => other.Id == row.Id && other.OtherAccountId == account.Id)))
            .ToListAsync(ct);
    }

    static bool IsUnused(LoyaltyAccount account) =>
        account is { Status: LoyaltyAccountStatus.Closed, Pending: 0, Available: 0, Held: 0, Debt: 0 };

    Task<bool> WasUsedAsync(LoyaltyAccount account, CancellationToken ct) =>
        store.Query<LoyaltyTransaction>().AnyAsync(row => row.AccountId == account.Id && row.MergeId == null, ct);

    IQueryable<LoyaltyAccount> AccountsOf(Guid contactId) => store.Query<LoyaltyAccount>().Where(account => account.ContactId == contactId);
}
