using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>The tables of tiers, rewards, adjustments and limits of units.</summary>
static class TierModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<LoyaltyTier>(tier =>
        {
            tier.ToTable("loyalty_tiers");
            tier.HasIndex(row => new { row.ProgramId, row.Code }).IsUnique();
            tier.HasIndex(row => new { row.ProgramId, row.Rank }).IsUnique();
            tier.Property(row => row.Version).IsConcurrencyToken();
        });
        model.Entity<LoyaltyTierChange>(change =>
        {
            change.ToTable("loyalty_tier_changes");
            change.HasIndex(row => new { row.AccountId, row.At });
        });
        model.Entity<LoyaltyReward>(reward =>
        {
            reward.ToTable("loyalty_rewards", table => table.HasCheckConstraint("ck_loyalty_rewards_stock", "stock >= 0 AND issued >= 0"));
            reward.HasIndex(row => new { row.ProgramId, row.Code }).IsUnique();
            reward.Property(row => row.Version).IsConcurrencyToken();
        });
        model.Entity<LoyaltyVoucher>(voucher =>
        {
            voucher.ToTable("loyalty_vouchers");
            voucher.HasIndex(row => row.Code).IsUnique();
            voucher.HasIndex(row => row.AccountId);
            voucher.HasIndex(row => new { row.Status, row.ExpiresAt });
            voucher.HasIndex(row => row.TransactionId);
            voucher.Property(row => row.Version).IsConcurrencyToken();
        });
        model.Entity<LoyaltyAdjustment>(adjustment =>
        {
            adjustment.ToTable("loyalty_adjustments");
            adjustment.HasIndex(row => new { row.AccountId, row.IdempotencyKey }).IsUnique();
            adjustment.HasIndex(row => new { row.Status, row.RequestedAt });
            adjustment.Property(row => row.Version).IsConcurrencyToken();
        });
        model.Entity<LoyaltyUnitLimit>(limit =>
        {
            limit.ToTable("loyalty_unit_limits");
            limit.HasIndex(row => new { row.UnitId, row.ProgramId }).IsUnique();
            limit.Property(row => row.Version).IsConcurrencyToken();
        });
        model.Entity<LoyaltyUnitDay>(day =>
        {
            day.ToTable("loyalty_unit_days");
            day.HasIndex(row => new { row.LimitId, row.Day }).IsUnique();
            day.Property(row => row.Version).IsConcurrencyToken();
        });
    }
}
