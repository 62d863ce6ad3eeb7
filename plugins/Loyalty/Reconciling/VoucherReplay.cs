namespace Crm.Headless.Loyalty;

/// <summary>
/// The vouchers for which an account paid, as its ledger tells them, beside what their rows say; and those that it holds and nobody paid
/// for.
/// </summary>
sealed class VoucherReplay(LoyaltyAccount account, IReadOnlyList<LoyaltyTransaction> rows, PaidVouchers vouchers)
{
    public IEnumerable<LoyaltyFinding> Findings() =>
    [
        .. rows.Where(PaidVouchers.IsPayment).SelectMany(Paid),
        .. vouchers.ByHolder[account.Id].Where(voucher => !vouchers.Payments.Contains(voucher.TransactionId))
            .Select(voucher => About(voucher, "has no payment in the ledger.")),
    ];

    IEnumerable<LoyaltyFinding> Paid(LoyaltyTransaction payment)
    {
        var bought = vouchers.ByPayment[payment.Id].OrderBy(voucher => voucher.Id).ToList();
        if (bought.Count == 0)
            yield return LoyaltyFinding.Of(payment, $"The voucher for which transaction {payment.Sequence} paid isn't there.");
        foreach (var voucher in bought)
            if (FaultOf(voucher, payment, isFirst: voucher == bought[0]) is { } fault) yield return About(voucher, fault);
    }

    string? FaultOf(LoyaltyVoucher voucher, LoyaltyTransaction payment, bool isFirst)
    {
        if (!isFirst) return $"was paid for by transaction {payment.Sequence}, which paid for another one.";
        if ((voucher.RewardId, voucher.Points) != (payment.RewardId, payment.Redeemed))
            return $"isn't what transaction {payment.Sequence} paid for: {payment.Redeemed} points, and the reward that it names.";
        if (!Successors().Contains(voucher.AccountId))
            return $"was paid for by transaction {payment.Sequence} of an account that was never merged into the one that holds it.";
        var isReturned = rows.Any(row => row.ReversesId == payment.Id);
        return isReturned == (voucher.Status == LoyaltyVoucherStatus.Cancelled) || IsForgotten
            ? null
            : $"is {voucher.Status}, and by the ledger its points {(isReturned ? "came" : "didn't come")} back.";
    }

    /// <summary>Then vouchers are cancelled, and their points lapse with all others.</summary>
    bool IsForgotten => rows.Any(row => row.Kind == LoyaltyTransactionKind.Forget);

    /// <summary>The account, and those that went on for it at any time.</summary>
    HashSet<Guid> Successors()
    {
        var all = new HashSet<Guid> { account.Id };
        for (var open = new Queue<Guid>(all); open.TryDequeue(out var next);)
            foreach (var into in vouchers.HandedTo[next].Where(all.Add)) open.Enqueue(into);
        return all;
    }

    LoyaltyFinding About(LoyaltyVoucher voucher, string fault) =>
        new(account.Id, null, null, null, voucher.Id, null, $"A voucher of {voucher.Points} points {fault}");
}
