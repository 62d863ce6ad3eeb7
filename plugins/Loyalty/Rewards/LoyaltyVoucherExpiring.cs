using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Every hour, writes down which vouchers nobody redeemed in time, and tells of it.</summary>
/// <param name="store">The rows.</param>
/// <param name="time">The clock.</param>
[Schedule("12 * * * *")]
sealed class LoyaltyVoucherExpiring(ICrmStore store, TimeProvider time) : IJob
{
    const int Step = 200;

    /// <inheritdoc/>
    public async Task<JobStep> RunAsync(JobRun run, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var due = await store.Track<LoyaltyVoucher>().Where(row => row.Status == LoyaltyVoucherStatus.Issued && row.ExpiresAt <= now)
            .OrderBy(row => row.ExpiresAt).ThenBy(row => row.Id).Take(Step).ToListAsync(ct);
        var accounts = due.Select(voucher => voucher.AccountId).Distinct().ToArray();
        var contacts = await store.Query<LoyaltyAccount>().Where(account => accounts.Contains(account.Id))
            .ToDictionaryAsync(account => account.Id, account => account.ContactId, ct);
        foreach (var voucher in due)
        {
            voucher.Status = LoyaltyVoucherStatus.Expired;
            if (contacts.GetValueOrDefault(voucher.AccountId) is { } contact)
                store.Publish(new LoyaltyVoucherExpired(contact, voucher.AccountId, voucher.RewardId, voucher.Id));
        }
        run.Done += due.Count;
        return due.Count == Step ? JobStep.More : JobStep.Done;
    }
}
