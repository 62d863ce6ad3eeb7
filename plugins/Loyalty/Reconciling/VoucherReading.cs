using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Vouchers with their payments, which may be in other accounts: they go with people who are merged.</summary>
/// <param name="ByHolder">Those that the accounts hold, by account.</param>
/// <param name="ByPayment">Those for which the accounts paid, by transaction.</param>
/// <param name="Payments">The transactions that paid for those that the accounts hold, as far as they are there.</param>
/// <param name="HandedTo">To which accounts an account was merged at any time.</param>
sealed record PaidVouchers(
    ILookup<Guid, LoyaltyVoucher> ByHolder, ILookup<Guid, LoyaltyVoucher> ByPayment, IReadOnlySet<Guid> Payments,
    ILookup<Guid, Guid> HandedTo)
{
    public static bool IsPayment(LoyaltyTransaction row) => row is { Kind: LoyaltyTransactionKind.Redeem, RewardId: not null };
}

/// <summary>Reads the vouchers that some accounts hold, or paid for.</summary>
sealed class VoucherReading(ICrmStore store)
{
    /// <param name="accounts">The accounts.</param>
    /// <param name="rows">Their ledgers.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<PaidVouchers> OfAsync(Guid[] accounts, IEnumerable<LoyaltyTransaction> rows, CancellationToken ct)
    {
        var paying = rows.Where(PaidVouchers.IsPayment).Select(row => row.Id).ToArray();
        var bought = await store.Query<LoyaltyVoucher>().Where(voucher => EF.Parameter(paying).Contains(voucher.TransactionId))
            .ToListAsync(ct);
        var held = await store.Query<LoyaltyVoucher>().Where(voucher => EF.Parameter(accounts).Contains(voucher.AccountId))
            .ToListAsync(ct);
        var named = held.Select(voucher => voucher.TransactionId).Distinct().ToArray();
        var payments = await store.Query<LoyaltyTransaction>()
            .Where(row => EF.Parameter(named).Contains(row.Id) && row.Kind == LoyaltyTransactionKind.Redeem && row.RewardId != null)
            .Select(row => row.Id).ToListAsync(ct);
        return new(
            held.ToLookup(voucher => voucher.AccountId), bought.ToLookup(voucher => voucher.TransactionId), payments.ToHashSet(),
            (await HandedToAsync(accounts, ct)).ToLookup(step => step.From, step => step.Into));
    }

    async Task<IReadOnlySet<(Guid From, Guid Into)>> HandedToAsync(Guid[] accounts, CancellationToken ct)
    {
        var (steps, known) = (new HashSet<(Guid, Guid)>(), accounts.ToHashSet());
        for (var next = accounts; next.Length > 0;)
        {
            var from = next;
            var found = await store.Query<LoyaltyTransaction>()
                .Where(row => row.Kind == LoyaltyTransactionKind.MergedAway && EF.Parameter(from).Contains(row.AccountId))
                .Select(row => new { From = row.AccountId, Into = row.OtherAccountId!.Value }).Distinct().ToListAsync(ct);
            steps.UnionWith(found.Select(step => (step.From, step.Into)));
            next = [.. found.Select(step => step.Into).Where(known.Add)];
        }
        return steps;
    }
}
