using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// Issues rewards and what becomes of them. Points, stock and voucher change together; the reward's and the voucher's versions see to it
/// that of two who take the last piece, or redeem one voucher, one is refused.
/// </summary>
/// <param name="store">The rows.</param>
/// <param name="members">Whose account it is.</param>
/// <param name="booking">Moves points.</param>
/// <param name="requests">Knows requests that came before.</param>
/// <param name="limits">What a terminal may spend.</param>
sealed class Rewarding(ICrmStore store, Members members, Booking booking, Requests requests, UnitLimits limits)
{
    // Without those that look alike. 14 of 31 are 69 bits: nobody finds one by trying.
    const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ2345678";
    const int CodeLength = 14;

    public Task<LoyaltyVoucher> IssueAsync(Guid contactId, Guid rewardId, string? key, CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            var reward = await store.FindAsync<LoyaltyReward>(row => row.Id == rewardId, again)
                ?? throw new LoyaltyRewardNotFoundException(rewardId);
            var account = await members.GetAsync(contactId, reward.ProgramId, again);
            if (await requests.AnsweredAsync(account, contactId, key, before => before.RewardId == reward.Id, again) is { } paid)
                return await PaidAsync(paid, again);
            account.RequireActive();
            reward.Take(account, await HadAsync(account, reward, again), booking.Now);
            await limits.SpendAsync(account.ProgramId, reward.Points, again);
            var transaction =
                await booking.RedeemAsync(account, reward.Points, new() { RewardId = reward.Id, IdempotencyKey = key }, again);
            var voucher = Voucher(account, reward, transaction);
            store.Add(voucher);
            store.Publish(new LoyaltyRewardIssued(account.ContactId!.Value, account.Id, reward.Id, voucher.Id, reward.Points));
            return voucher;
        },
        ct);

    public Task<LoyaltyVoucher> RedeemAsync(string code, string? key, CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            var plain = new string([.. code.Where(mark => !char.IsWhiteSpace(mark) && mark != '-')]).ToUpperInvariant();
            var voucher = await store.FindAsync<LoyaltyVoucher>(row => row.Code == plain, again)
                ?? throw new LoyaltyVoucherNotFoundException();
            if (voucher.Status == LoyaltyVoucherStatus.Redeemed && key is not null && voucher.RedemptionKey == key) return voucher;
            var account = await GoodAsync(voucher, again);
            (voucher.Status, voucher.RedeemedAt, voucher.RedemptionKey) = (LoyaltyVoucherStatus.Redeemed, booking.Now, key);
            if (account.ContactId is { } contact)
                store.Publish(new LoyaltyVoucherRedeemed(contact, account.Id, voucher.RewardId, voucher.Id));
            return voucher;
        },
        ct);

    public Task<LoyaltyVoucher> CancelAsync(Guid id, string? reason, CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            var voucher = await store.FindAsync<LoyaltyVoucher>(row => row.Id == id, again) ?? throw new LoyaltyVoucherNotFoundException();
            var account = await GoodAsync(voucher, again);
            // The member who paid may have been merged into the one who has it now: then the points go on to that one.
            var paid = await store.All.Query<LoyaltyTransaction>().SingleAsync(row => row.Id == voucher.TransactionId, again);
            var payer = await AccountAsync(paid.AccountId, again);
            await booking.RefundRedemptionAsync(payer, paid, voucher.Points, new() { RewardId = voucher.RewardId, Reason = reason }, again);
            (voucher.Status, voucher.CancelledAt) = (LoyaltyVoucherStatus.Cancelled, booking.Now);
            (await store.FindAsync<LoyaltyReward>(row => row.Id == voucher.RewardId, again))?.PutBack();
            if (account.ContactId is { } contact)
                store.Publish(new LoyaltyVoucherCancelled(contact, account.Id, voucher.RewardId, voucher.Id));
            return voucher;
        },
        ct);

    async Task<LoyaltyAccount> GoodAsync(LoyaltyVoucher voucher, CancellationToken ct)
    {
        if (!voucher.IsGoodAt(booking.Now)) throw new LoyaltyVoucherNotRedeemableException(voucher.StatusAt(booking.Now));
        return await AccountAsync(voucher.AccountId, ct);
    }

    async Task<LoyaltyAccount> AccountAsync(Guid id, CancellationToken ct) =>
        (await store.All.FindAsync<LoyaltyAccount>(account => account.Id == id, ct))!;

    async Task<LoyaltyVoucher> PaidAsync(LoyaltyTransaction paid, CancellationToken ct) =>
        (await store.All.FindAsync<LoyaltyVoucher>(row => row.TransactionId == paid.Id, ct))!;

    async Task<long> HadAsync(LoyaltyAccount account, LoyaltyReward reward, CancellationToken ct) => reward.PerMember is null
        ? 0
        : await store.All.Query<LoyaltyVoucher>().LongCountAsync(
            row => row.AccountId == account.Id && row.RewardId == reward.Id && row.Status != LoyaltyVoucherStatus.Cancelled, ct);

    LoyaltyVoucher Voucher(LoyaltyAccount account, LoyaltyReward reward, LoyaltyTransaction transaction) => new()
    {
        Id = Guid.CreateVersion7(booking.Now),
        AccountId = account.Id,
        RewardId = reward.Id,
        TransactionId = transaction.Id,
        Code = RandomNumberGenerator.GetString(Alphabet, CodeLength),
        Points = reward.Points,
        IssuedAt = booking.Now,
        ExpiresAt = reward.VoucherDays is { } days ? booking.Now.AddDays(days) : null,
    };
}
