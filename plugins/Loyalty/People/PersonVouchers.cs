using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// Vouchers of people who turn out to be one, or two after all, or who are forgotten. They are in the account of whoever can use them;
/// whose a voucher was at first is told by its payment, which stays in the ledger where it was booked.
/// </summary>
/// <param name="store">The rows.</param>
/// <param name="booking">Knows the time.</param>
sealed class PersonVouchers(ICrmStore store, Booking booking)
{
    /// <summary>The survivor has them all, so that it can use them and its limits count them.</summary>
    public async Task MergeAsync(LoyaltyAccount merged, LoyaltyAccount survivor, CancellationToken ct)
    {
        foreach (var voucher in await store.Track<LoyaltyVoucher>().Where(row => row.AccountId == merged.Id).ToListAsync(ct))
            voucher.AccountId = survivor.Id;
    }

    /// <summary>Gives back those that the merge had brought, whatever became of them meanwhile.</summary>
    public async Task UnmergeAsync(LoyaltyAccount survivor, LoyaltyAccount merged, CancellationToken ct)
    {
        foreach (var voucher in await PaidByAsync(survivor.Id, await StandsForAsync(merged, ct), ct)) voucher.AccountId = merged.Id;
    }

    /// <summary>
    /// Nobody can show those of the account any more: what can still be used is cancelled, and its piece goes back to the stock.
    /// </summary>
    /// <returns>The payments of those.</returns>
    public async Task<IReadOnlyList<Guid>> ForgetAsync(LoyaltyAccount account, CancellationToken ct)
    {
        var payments = new List<Guid>();
        foreach (var voucher in await PaidByAsync(await HolderAsync(account, ct), [account.Id], ct))
        {
            if (voucher.IsGoodAt(booking.Now))
            {
                payments.Add(voucher.TransactionId);
                (await store.FindAsync<LoyaltyReward>(row => row.Id == voucher.RewardId, ct))?.PutBack();
            }
            voucher.Forget(booking.Now);
        }
        return payments;
    }

    Task<List<LoyaltyVoucher>> PaidByAsync(Guid holder, IReadOnlyList<Guid> payers, CancellationToken ct) => store.Track<LoyaltyVoucher>()
        .Where(voucher => voucher.AccountId == holder && store.Query<LoyaltyTransaction>()
            .Any(payment => payment.Id == voucher.TransactionId && EF.Parameter(payers).Contains(payment.AccountId)))
        .ToListAsync(ct);

    /// <summary>The account and those that were merged into it, by way of others too.</summary>
    async Task<IReadOnlyList<Guid>> StandsForAsync(LoyaltyAccount account, CancellationToken ct)
    {
        var all = new List<Guid> { account.Id };
        for (var next = all.ToArray(); next.Length > 0; all.AddRange(next))
        {
            var into = next;
            next = await store.Query<LoyaltyAccount>()
                .Where(row => row.MergedIntoId != null && EF.Parameter(into).Contains(row.MergedIntoId.Value)).Select(row => row.Id)
                .ToArrayAsync(ct);
        }
        return all;
    }

    async Task<Guid> HolderAsync(LoyaltyAccount account, CancellationToken ct)
    {
        while (account.MergedIntoId is { } next)
            account = await store.FindAsync<LoyaltyAccount>(row => row.Id == next, ct)
                ?? throw new InvalidOperationException($"Account {next} is gone.");
        return account.Id;
    }
}
