using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// All that is known about a member, for the person itself. What only went to and fro between accounts of one person is left out: it says
/// nothing of what the person did, and who is separated again exports what it did before.
/// </summary>
sealed class PersonExport(ICrmStore store, Catalogs catalogs)
{
    /// <summary>Null: the contact takes no part.</summary>
    public async Task<object?> OfAsync(Guid contactId, CancellationToken ct)
    {
        var accounts = await store.Query<LoyaltyAccount>()
            .Where(account => account.ContactId == contactId && account.Status != LoyaltyAccountStatus.Closed)
            .OrderBy(account => account.Id).ToListAsync(ct);
        if (accounts.Count == 0) return null;
        var catalog = await catalogs.PeekAsync(ct);
        var rewards = await store.Query<LoyaltyReward>().ToDictionaryAsync(reward => reward.Id, ct);
        var exports = new List<object>();
        foreach (var account in accounts) exports.Add(await OfAsync(account, catalog.Program(account.ProgramId), rewards, ct));
        return new { Accounts = exports };
    }

    async Task<object> OfAsync(
        LoyaltyAccount account, LoyaltyProgram program, Dictionary<Guid, LoyaltyReward> rewards, CancellationToken ct) => new
        {
            Program = program.Code,
            account.Status,
            account.Pending,
            account.Available,
            account.Held,
            account.Debt,
            account.Qualifying,
            account.EnrolledAt,
            account.LastActivityAt,
            Tier = Export(account.Tier),
            TierChanges = await TierChangesAsync(account, ct),
            Transactions = await TransactionsAsync(account, rewards, ct),
            Lots = await LotsAsync(account, ct),
            Holds = await HoldsAsync(account, rewards, ct),
            Vouchers = await VouchersAsync(account, rewards, ct),
            Adjustments = await AdjustmentsAsync(account, ct),
            Notices = await NoticesAsync(account, ct),
        };

    static object Export(LoyaltyStanding tier) => new
    {
        tier.Code,
        tier.Since,
        tier.Until,
        tier.GraceEndsAt,
        tier.IsOverridden,
        tier.OverrideEndsAt,
        tier.Points,
        tier.Spend,
        tier.Interactions,
        tier.Progress,
        tier.WindowStartsAt,
        tier.WindowEndsAt,
    };

    async Task<object> TierChangesAsync(LoyaltyAccount account, CancellationToken ct) => await store.Query<LoyaltyTierChange>()
        .Where(change => change.AccountId == account.Id && change.MergeId == null).OrderBy(change => change.At).ThenBy(change => change.Id)
        .Select(change => new { change.From, change.To, change.Cause, change.Reason, change.ActorId, change.At }).ToListAsync(ct);

    async Task<object> TransactionsAsync(LoyaltyAccount account, Dictionary<Guid, LoyaltyReward> rewards, CancellationToken ct)
    {
        var rows = await store.Query<LoyaltyTransaction>().Where(row => row.AccountId == account.Id && row.MergeId == null)
            .OrderBy(row => row.Sequence).ToListAsync(ct);
        var details = await store.Query<LoyaltyDetail>().Where(detail => detail.AccountId == account.Id)
            .ToDictionaryAsync(detail => detail.Id, ct);
        return rows.ConvertAll(row => new
        {
            row.Kind,
            row.Pending,
            row.Available,
            row.Held,
            row.Debt,
            row.Qualifying,
            row.OccurredAt,
            row.RecordedAt,
            row.InteractionId,
            Reward = CodeOf(row.RewardId, rewards),
            row.ActorKind,
            row.ActorId,
            row.ActorName,
            details.GetValueOrDefault(row.Id)?.IdempotencyKey,
            details.GetValueOrDefault(row.Id)?.Reason,
            details.GetValueOrDefault(row.Id)?.Note,
        });
    }

    /// <summary>Those that still have points; what became of the others the transactions tell.</summary>
    async Task<object> LotsAsync(LoyaltyAccount account, CancellationToken ct)
    {
        var lots = await store.Query<LoyaltyLot>()
            .Where(lot => lot.AccountId == account.Id && (lot.Pending > 0 || lot.Available > 0 || lot.Held > 0)).ToListAsync(ct);
        return lots.InSpendingOrder().Select(lot => new
        {
            lot.Earned,
            lot.Pending,
            lot.Available,
            lot.Held,
            lot.EarnedAt,
            lot.AvailableAt,
            lot.ExpiresAt,
            lot.InteractionId,
        }).ToList();
    }

    async Task<object> HoldsAsync(LoyaltyAccount account, Dictionary<Guid, LoyaltyReward> rewards, CancellationToken ct)
    {
        var holds = await store.Query<LoyaltyHold>().Where(hold => hold.AccountId == account.Id).OrderBy(hold => hold.Id).ToListAsync(ct);
        return holds.ConvertAll(hold => new
        {
            hold.Points,
            hold.Confirmed,
            hold.Status,
            hold.CreatedAt,
            hold.ExpiresAt,
            Reward = CodeOf(hold.RewardId, rewards),
        });
    }

    async Task<object> VouchersAsync(LoyaltyAccount account, Dictionary<Guid, LoyaltyReward> rewards, CancellationToken ct)
    {
        var vouchers = await store.Query<LoyaltyVoucher>().Where(voucher => voucher.AccountId == account.Id).OrderBy(voucher => voucher.Id)
            .ToListAsync(ct);
        return vouchers.ConvertAll(voucher => new
        {
            voucher.Code,
            Reward = CodeOf(voucher.RewardId, rewards),
            RewardName = rewards.GetValueOrDefault(voucher.RewardId)?.Name,
            voucher.Points,
            voucher.Status,
            voucher.IssuedAt,
            voucher.ExpiresAt,
            voucher.RedeemedAt,
            voucher.CancelledAt,
        });
    }

    async Task<object> AdjustmentsAsync(LoyaltyAccount account, CancellationToken ct) => await store.Query<LoyaltyAdjustment>()
        .Where(adjustment => adjustment.AccountId == account.Id).OrderBy(adjustment => adjustment.Id)
        .Select(adjustment => new
        {
            adjustment.Points,
            adjustment.Qualifying,
            adjustment.ExpiresAt,
            adjustment.Reason,
            adjustment.Status,
            adjustment.RequestedAt,
            adjustment.RequestedById,
            adjustment.RequestedByName,
            adjustment.DecidedAt,
            adjustment.DecidedById,
            adjustment.DecidedByName,
            adjustment.Decision,
        }).ToListAsync(ct);

    async Task<object> NoticesAsync(LoyaltyAccount account, CancellationToken ct) => await store.Query<LoyaltyNotice>()
        .Where(notice => notice.AccountId == account.Id).OrderBy(notice => notice.Id)
        .Select(notice => new { notice.ExpiresAt, notice.Days, notice.CreatedAt }).ToListAsync(ct);

    static string? CodeOf(Guid? rewardId, Dictionary<Guid, LoyaltyReward> rewards) =>
        rewardId is { } id ? rewards.GetValueOrDefault(id)?.Code : null;
}
