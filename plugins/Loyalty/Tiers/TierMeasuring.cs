using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Adds up what counts towards tiers, for many accounts of a programme at once.</summary>
/// <param name="store">The rows.</param>
sealed class TierMeasuring(ICrmStore store)
{
    /// <param name="without">The account that is about to be separated from the one into which it was merged; null: none is.</param>
    public async Task<IReadOnlyDictionary<Guid, TierMeasure>> MeasureAsync(
        IReadOnlyList<LoyaltyAccount> accounts, TierTable table, DateTimeOffset now, Guid? without, CancellationToken ct)
    {
        var start = table.Window.StartAt(now);
        var points = start is { } from ? await PointsAsync(accounts, from, without, ct) : [];
        var dealings = table.AsksForPointsOnly
            ? []
            : await DealingsAsync([.. accounts.Select(account => account.ContactId)], table, start, ct);
        return accounts.ToDictionary(account => account.Id, account =>
        {
            var (sum, earliest) = start is null ? (account.Qualifying, null) : points.GetValueOrDefault(account.Id);
            var dealt = account.ContactId is { } contact ? dealings.GetValueOrDefault(contact) : default;
            return dealt with { Points = sum, EarliestAt = start is null ? null : LoyaltyStanding.Earlier(earliest, dealt.EarliestAt) };
        });
    }

    /// <summary>What one contact spent and did in the window.</summary>
    public async Task<TierMeasure> DealingsAsync(Guid contactId, TierTable table, DateTimeOffset now, CancellationToken ct) =>
        (await DealingsAsync([contactId], table, table.Window.StartAt(now), ct)).GetValueOrDefault(contactId);

    // What a merge moves was earned at other times: those of the merged account's own transactions.
    async Task<Dictionary<Guid, (long, DateTimeOffset?)>> PointsAsync(
        IReadOnlyList<LoyaltyAccount> accounts, DateTimeOffset start, Guid? without, CancellationToken ct)
    {
        var owners = await OwnersAsync(accounts, without, ct);
        var ids = owners.Keys.ToArray();
        var sums = await store.Query<LoyaltyTransaction>()
            .Where(row => ids.Contains(row.AccountId) && row.Qualifying != 0 && row.OccurredAt >= start && row.MergeId == null)
            .GroupBy(row => row.AccountId)
            .Select(rows => new
            {
                AccountId = rows.Key,
                Points = rows.Sum(row => row.Qualifying),
                EarliestAt = rows.Min(
                row => row.OccurredAt)
            })
            .ToListAsync(ct);
        return sums.GroupBy(sum => owners[sum.AccountId])
            .ToDictionary(sum => sum.Key, sum => (sum.Sum(part => part.Points), (DateTimeOffset?)sum.Min(part => part.EarliestAt)));
    }

    /// <summary>The accounts themselves and those that were merged into them, each with the account that goes on.</summary>
    async Task<Dictionary<Guid, Guid>> OwnersAsync(IReadOnlyList<LoyaltyAccount> accounts, Guid? without, CancellationToken ct)
    {
        var owners = accounts.ToDictionary(account => account.Id, account => account.Id);
        var found = owners.Keys.ToArray();
        while (found.Length > 0)
        {
            var into = found.Select(id => (Guid?)id).ToArray();
            var merged = await store.Query<LoyaltyAccount>()
                .Where(account => into.Contains(account.MergedIntoId) && (without == null || account.Id != without))
                .Select(account => new { account.Id, account.MergedIntoId }).ToListAsync(ct);
            foreach (var account in merged) owners[account.Id] = owners[account.MergedIntoId!.Value];
            found = [.. merged.Select(account => account.Id)];
        }
        return owners;
    }

    async Task<Dictionary<Guid, TierMeasure>> DealingsAsync(
        Guid?[] contacts, TierTable table, DateTimeOffset? start, CancellationToken ct)
    {
        var counted = table.Policy.Kinds;
        var kinds = counted.Append(InteractionKinds.Purchase).Append(InteractionKinds.Refund).Distinct().ToArray();
        var (from, currency) = (start ?? DateTimeOffset.UnixEpoch, table.Program.Currency);
        var sums = await store.Query<Interaction>()
            .Where(row => row.ContactId != null && contacts.Contains(row.ContactId) && kinds.Contains(row.Kind)
                && row.Status == InteractionStatus.Recorded && row.OccurredAt >= from)
            .GroupBy(row => new { row.ContactId, row.Kind, row.Currency })
            .Select(rows => new
            {
                rows.Key.ContactId,
                rows.Key.Kind,
                rows.Key.Currency,
                Amount = rows.Sum(row => row.Amount),
                Count = rows.Count(),
                EarliestAt = rows.Min(row => row.OccurredAt),
            })
            .ToListAsync(ct);
        return sums.GroupBy(sum => sum.ContactId!.Value).ToDictionary(sum => sum.Key, sum => new TierMeasure(
            0,
            sum.Sum(part => currency is null || part.Currency == currency ? Sign(part.Kind) * (part.Amount ?? 0) : 0),
            sum.Sum(part => counted.Contains(part.Kind) ? part.Count : 0),
            sum.Min(part => part.EarliestAt)));
    }

    static int Sign(InteractionKind kind) => kind == InteractionKinds.Purchase ? 1 : kind == InteractionKinds.Refund ? -1 : 0;
}
