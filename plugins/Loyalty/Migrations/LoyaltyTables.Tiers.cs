using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Loyalty;

/// <content>Tiers, rewards, adjustments and limits of units.</content>
public sealed partial class LoyaltyTables
{
    static void CreateTiers(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_tiers",
            table => new
            {
                id = table.Column<Guid>(),
                program_id = table.Column<Guid>(),
                code = table.Column<string>(),
                name = table.Column<string>(),
                rank = table.Column<int>(),
                points = table.Column<long>(nullable: true),
                spend = table.Column<decimal>(nullable: true),
                interactions = table.Column<int>(nullable: true),
                keep_points = table.Column<long>(nullable: true),
                keep_spend = table.Column<decimal>(nullable: true),
                keep_interactions = table.Column<int>(nullable: true),
                benefit_list = table.Column<string>(),
                created_at = table.Column<DateTimeOffset>(),
                updated_at = table.Column<DateTimeOffset>(),
                version = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("pk_loyalty_tiers", row => row.id));
        Index(migrationBuilder, "loyalty_tiers", unique: true, "program_id", "code");
        Index(migrationBuilder, "loyalty_tiers", unique: true, "program_id", "rank");
        migrationBuilder.CreateTable(
            "loyalty_tier_changes",
            table => new
            {
                id = table.Column<Guid>(),
                account_id = table.Column<Guid>(),
                @from = table.Column<string>(nullable: true),
                to = table.Column<string>(nullable: true),
                cause = table.Column<string>(),
                reason = table.Column<string>(nullable: true),
                actor_id = table.Column<Guid>(nullable: true),
                at = table.Column<DateTimeOffset>(),
                merge_id = table.Column<Guid>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_loyalty_tier_changes", row => row.id));
        Index(migrationBuilder, "loyalty_tier_changes", unique: false, "account_id", "at");
    }

    static void CreateRewards(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_rewards",
            table => new
            {
                id = table.Column<Guid>(),
                program_id = table.Column<Guid>(),
                code = table.Column<string>(),
                name = table.Column<string>(),
                name_normalized = table.Column<string>(),
                description = table.Column<string>(nullable: true),
                kind = table.Column<string>(),
                points = table.Column<long>(),
                value = table.Column<decimal>(nullable: true),
                currency = table.Column<string>(nullable: true),
                stock = table.Column<long>(nullable: true),
                issued = table.Column<long>(),
                per_member = table.Column<int>(nullable: true),
                from_rank = table.Column<int>(nullable: true),
                voucher_days = table.Column<int>(nullable: true),
                starts_at = table.Column<DateTimeOffset>(nullable: true),
                ends_at = table.Column<DateTimeOffset>(nullable: true),
                is_active = table.Column<bool>(),
                created_at = table.Column<DateTimeOffset>(),
                updated_at = table.Column<DateTimeOffset>(),
                version = table.Column<int>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_loyalty_rewards", row => row.id);
                table.CheckConstraint("ck_loyalty_rewards_stock", "stock >= 0 AND issued >= 0");
            });
        Index(migrationBuilder, "loyalty_rewards", unique: true, "program_id", "code");
    }

    static void CreateVouchers(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_vouchers",
            table => new
            {
                id = table.Column<Guid>(),
                account_id = table.Column<Guid>(),
                reward_id = table.Column<Guid>(),
                transaction_id = table.Column<Guid>(),
                code = table.Column<string>(),
                points = table.Column<long>(),
                status = table.Column<string>(),
                issued_at = table.Column<DateTimeOffset>(),
                expires_at = table.Column<DateTimeOffset>(nullable: true),
                redeemed_at = table.Column<DateTimeOffset>(nullable: true),
                cancelled_at = table.Column<DateTimeOffset>(nullable: true),
                redemption_key = table.Column<string>(nullable: true),
                version = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("pk_loyalty_vouchers", row => row.id));
        Index(migrationBuilder, "loyalty_vouchers", unique: true, "code");
        Index(migrationBuilder, "loyalty_vouchers", unique: false, "account_id");
        Index(migrationBuilder, "loyalty_vouchers", unique: false, "transaction_id");
        Index(migrationBuilder, "loyalty_vouchers", unique: false, "status", "expires_at");
    }

    static void CreateAdjustments(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_adjustments",
            table => new
            {
                id = table.Column<Guid>(),
                account_id = table.Column<Guid>(),
                points = table.Column<long>(),
                qualifying = table.Column<long>(),
                expires_at = table.Column<DateTimeOffset>(nullable: true),
                reason = table.Column<string>(nullable: true),
                idempotency_key = table.Column<string>(nullable: true),
                status = table.Column<string>(),
                requested_at = table.Column<DateTimeOffset>(),
                requested_by_id = table.Column<Guid>(nullable: true),
                requested_by_name = table.Column<string>(nullable: true),
                decided_at = table.Column<DateTimeOffset>(nullable: true),
                decided_by_id = table.Column<Guid>(nullable: true),
                decided_by_name = table.Column<string>(nullable: true),
                decision = table.Column<string>(nullable: true),
                transaction_id = table.Column<Guid>(nullable: true),
                version = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("pk_loyalty_adjustments", row => row.id));
        Index(migrationBuilder, "loyalty_adjustments", unique: true, "account_id", "idempotency_key");
        Index(migrationBuilder, "loyalty_adjustments", unique: false, "status", "requested_at");
    }

    static void CreateUnitLimits(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_unit_limits",
            table => new
            {
                id = table.Column<Guid>(),
                unit_id = table.Column<Guid>(),
                program_id = table.Column<Guid>(),
                earn_per_purchase = table.Column<long>(nullable: true),
                earn_per_day = table.Column<long>(nullable: true),
                spend_per_request = table.Column<long>(nullable: true),
                spend_per_day = table.Column<long>(nullable: true),
                version = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("pk_loyalty_unit_limits", row => row.id));
        Index(migrationBuilder, "loyalty_unit_limits", unique: true, "unit_id", "program_id");
        migrationBuilder.CreateTable(
            "loyalty_unit_days",
            table => new
            {
                id = table.Column<Guid>(),
                limit_id = table.Column<Guid>(),
                day = table.Column<DateOnly>(),
                earned = table.Column<long>(),
                spent = table.Column<long>(),
                version = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("pk_loyalty_unit_days", row => row.id));
        Index(migrationBuilder, "loyalty_unit_days", unique: true, "limit_id", "day");
    }
}
