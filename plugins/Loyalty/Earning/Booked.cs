using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>What is booked for an interaction in one account, and in those that the account stands for.</summary>
sealed record Booked(IReadOnlyList<LoyaltyTransaction> Rows)
{
    public static Booked Nothing { get; } = new([]);

    /// <summary>The points that were earned and not taken back.</summary>
    public long Points => -Rows.Sum(row => row.Issued);

    public long Qualifying => Rows.Sum(row => row.Qualifying);

    /// <summary>The points that should have been taken back and were given up.</summary>
    public long Forgiven => -Rows.Sum(row => row.Adjusted);
}

/// <summary>
/// Whose transactions count for which account. Those of an account that was merged into it do; and when a merge was undone, those that its survivor
/// booked meanwhile count for the account that stands for itself again.
/// </summary>
sealed class BookedFor(ICrmStore store)
{
    /// <param name="rows">All that is booked for an interaction in a programme.</param>
    /// <param name="account">The account of the contact that it is about; null: there is none.</param>
    /// <returns>What counts for the account, and what is booked for others, by the account that has their points now.</returns>
    public async Task<(Booked Here, IReadOnlyList<(LoyaltyAccount Account, Booked Booked)> Elsewhere)> SplitAsync(
        IReadOnlyList<LoyaltyTransaction> rows, LoyaltyAccount? account, CancellationToken ct)
    {
        if (rows.All(row => row.AccountId == account?.Id)) return (new(rows), []);
        var merges = new Dictionary<Guid, IReadOnlyList<Merged>>();
        foreach (var id in rows.Select(row => row.AccountId).Append(account?.Id ?? Guid.Empty).Distinct())
            merges[id] = await MergesAsync(id, ct);
        var here = new List<LoyaltyTransaction>();
        var elsewhere = new Dictionary<LoyaltyAccount, List<LoyaltyTransaction>>();
        foreach (var row in rows)
        {
            var owner = merges.FirstOrDefault(other => other.Value.Any(merge => merge.Covers(row)), new(row.AccountId, [])).Key;
            var holder = await HolderAsync(owner, ct);
            if (holder == account) here.Add(row);
            else if (elsewhere.TryGetValue(holder, out var known)) known.Add(row);
            else elsewhere.Add(holder, [row]);
        }
        return (new(here), [.. elsewhere.Select(found => (found.Key, new Booked(found.Value)))]);
    }

    /// <summary>The account that has the points now.</summary>
    async Task<LoyaltyAccount> HolderAsync(Guid id, CancellationToken ct)
    {
        var account = await store.FindAsync<LoyaltyAccount>(row => row.Id == id, ct) ?? throw new InvalidOperationException($"Account {id} is gone.");
        return account.MergedIntoId is { } next ? await HolderAsync(next, ct) : account;
    }

    /// <summary>When the account's points were with others, and when theirs were with others still.</summary>
    async Task<IReadOnlyList<Merged>> MergesAsync(Guid accountId, CancellationToken ct)
    {
        var rows = await store.Query<LoyaltyTransaction>()
            .Where(row => row.AccountId == accountId && row.MergeId != null
                && (row.Kind == LoyaltyTransactionKind.MergedAway || row.Kind == LoyaltyTransactionKind.Separated))
            .OrderBy(row => row.Sequence).ToListAsync(ct);
        var merges = rows.GroupBy(row => (row.MergeId, row.OtherAccountId)).Select(merge => new Merged(
            merge.Key.OtherAccountId!.Value, merge.First().RecordedAt,
            merge.LastOrDefault(row => row.Kind == LoyaltyTransactionKind.Separated)?.RecordedAt ?? DateTimeOffset.MaxValue)).ToList();
        foreach (var merge in merges.ToList())
            merges.AddRange((await MergesAsync(merge.SurvivorId, ct)).Where(next => next.From < merge.Until && next.Until > merge.From).Select(merge.And));
        return merges;
    }

    sealed record Merged(Guid SurvivorId, DateTimeOffset From, DateTimeOffset Until)
    {
        public bool Covers(LoyaltyTransaction row) => row.AccountId == SurvivorId && row.RecordedAt >= From && row.RecordedAt < Until;

        public Merged And(Merged next) => new(next.SurvivorId, next.From > From ? next.From : From, next.Until < Until ? next.Until : Until);
    }
}
