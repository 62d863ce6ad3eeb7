namespace Crm.Headless.Loyalty;

/// <summary>A member spent points on a reward.</summary>
/// <param name="ContactId">Who.</param>
/// <param name="LoyaltyAccountId">The account.</param>
/// <param name="RewardId">The reward.</param>
/// <param name="VoucherId">The voucher.</param>
/// <param name="Points">What it cost.</param>
public sealed record LoyaltyRewardIssued(Guid ContactId, Guid LoyaltyAccountId, Guid RewardId, Guid VoucherId, long Points) : PluginEvent;

/// <summary>A member got what a voucher is for.</summary>
/// <param name="ContactId">Who.</param>
/// <param name="LoyaltyAccountId">The account.</param>
/// <param name="RewardId">The reward.</param>
/// <param name="VoucherId">The voucher.</param>
public sealed record LoyaltyVoucherRedeemed(Guid ContactId, Guid LoyaltyAccountId, Guid RewardId, Guid VoucherId) : PluginEvent;

/// <summary>A voucher was given back, and its points came back.</summary>
/// <param name="ContactId">Whose.</param>
/// <param name="LoyaltyAccountId">The account.</param>
/// <param name="RewardId">The reward.</param>
/// <param name="VoucherId">The voucher.</param>
public sealed record LoyaltyVoucherCancelled(Guid ContactId, Guid LoyaltyAccountId, Guid RewardId, Guid VoucherId) : PluginEvent;

/// <summary>Nobody redeemed a voucher in time.</summary>
/// <param name="ContactId">Whose.</param>
/// <param name="LoyaltyAccountId">The account.</param>
/// <param name="RewardId">The reward.</param>
/// <param name="VoucherId">The voucher.</param>
public sealed record LoyaltyVoucherExpired(Guid ContactId, Guid LoyaltyAccountId, Guid RewardId, Guid VoucherId) : PluginEvent;
