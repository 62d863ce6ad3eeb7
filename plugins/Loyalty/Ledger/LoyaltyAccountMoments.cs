using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>What an account shows of other times.</summary>
[ObjectType<LoyaltyAccount>]
static class LoyaltyAccountMoments
{
    /// <summary>
    /// What the account held at some time, as it was known then: the ledger's transactions that had been recorded, added up.
    /// </summary>
    /// <param name="at">The time.</param>
    [BatchResolver, AllowMembers, Cost(5)]
    public static async Task<IReadOnlyList<LoyaltyBalance?>> GetAsOfAsync(
        [Parent(nameof(LoyaltyAccount.Id))] IReadOnlyList<Guid> accounts, DateTimeOffset at, IQueryable<LoyaltyTransaction> transactions,
        CancellationToken ct)
    {
        var sums = await transactions.Where(row => EF.Parameter(accounts).Contains(row.AccountId) && row.RecordedAt <= at)
            .GroupBy(row => row.AccountId)
            .Select(rows => new
            {
                Account = rows.Key,
                Pending = rows.Sum(row => row.Pending),
                Available = rows.Sum(row => row.Available),
                Held = rows.Sum(row => row.Held),
                Debt = rows.Sum(row => row.Debt),
            })
            .ToDictionaryAsync(sum => sum.Account, ct);
        return [.. accounts.Select(
            account => sums.TryGetValue(account, out var sum)
                ? new(sum.Pending, sum.Available, sum.Held, -sum.Debt)
                : new LoyaltyBalance(0, 0, 0, 0))];
    }

    /// <summary>How many of the points that can be spent will lapse soon.</summary>
    /// <param name="withinDays">In so many days from now; 0 to 3,660.</param>
    [BatchResolver, AllowMembers, Cost(5)]
    public static async Task<IReadOnlyList<long?>> GetExpiringAsync(
        [Parent] IReadOnlyList<LoyaltyAccount> accounts, int withinDays, IQueryable<LoyaltyLot> lots, TimeProvider time,
        CancellationToken ct)
    {
        LoyaltyDaysInvalidException.Check(withinDays);
        var until = time.GetUtcNow().AddDays(withinDays);
        var ids = accounts.Where(account => account.NextExpiryAt <= until).Select(account => account.Id).ToList();
        var sums = await lots.Where(lot => EF.Parameter(ids).Contains(lot.AccountId) && lot.Available > 0 && lot.ExpiresAt <= until)
            .GroupBy(lot => lot.AccountId).Select(found => new { Account = found.Key, Points = found.Sum(lot => lot.Available) })
            .ToDictionaryAsync(sum => sum.Account, sum => sum.Points, ct);
        // Where points lapse when nothing happens for long, the lots don't say so: all of them go at once.
        return [.. accounts.Select(
            account => (long?)(sums.TryGetValue(account.Id, out var points) ? points : ids.Contains(account.Id) ? account.Available : 0))];
    }
}

/// <summary>Nobody looks ahead so many days.</summary>
/// <param name="days">What was asked for.</param>
sealed class LoyaltyDaysInvalidException(int days)
    : CrmException("LOYALTY_DAYS_INVALID", $"\"withinDays\" can't be {days}. Give 0 to {LoyaltyDaysInvalidException.Most:N0}.")
{
    const int Most = 3_660;

    internal static void Check(int days)
    {
        if (days is < 0 or > Most) throw new LoyaltyDaysInvalidException(days);
    }
}
