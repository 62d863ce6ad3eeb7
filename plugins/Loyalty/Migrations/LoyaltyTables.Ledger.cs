using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Loyalty;

/// <content>Accounts and their ledger.</content>
public sealed partial class LoyaltyTables
{
    static void CreateAccounts(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_accounts",
            table => new
            {
                id = table.Column<Guid>(),
                program_id = table.Column<Guid>(),
                contact_id = table.Column<Guid>(nullable: true),
                status = table.Column<string>(),
                pending = table.Column<long>(),
                available = table.Column<long>(),
                held = table.Column<long>(),
                debt = table.Column<long>(),
                balance = table.Column<long>(),
                qualifying = table.Column<long>(),
                enrolled_at = table.Column<DateTimeOffset>(),
                next_expiry_at = table.Column<DateTimeOffset>(nullable: true),
                due_at = table.Column<DateTimeOffset>(nullable: true),
                last_activity_at = table.Column<DateTimeOffset>(nullable: true),
                tier_tier_id = table.Column<Guid>(nullable: true),
                tier_code = table.Column<string>(nullable: true),
                tier_rank = table.Column<int>(),
                tier_since = table.Column<DateTimeOffset>(nullable: true),
                tier_until = table.Column<DateTimeOffset>(nullable: true),
                tier_grace_ends_at = table.Column<DateTimeOffset>(nullable: true),
                tier_is_overridden = table.Column<bool>(),
                tier_override_ends_at = table.Column<DateTimeOffset>(nullable: true),
                tier_next_tier_id = table.Column<Guid>(nullable: true),
                tier_points = table.Column<long>(),
                tier_spend = table.Column<decimal>(),
                tier_interactions = table.Column<int>(),
                tier_progress = table.Column<decimal>(nullable: true),
                tier_window_starts_at = table.Column<DateTimeOffset>(nullable: true),
                tier_window_ends_at = table.Column<DateTimeOffset>(nullable: true),
                tier_counted = table.Column<long>(),
                tier_measured_at = table.Column<DateTimeOffset>(),
                tier_due_at = table.Column<DateTimeOffset>(nullable: true),
                merged_into_id = table.Column<Guid>(nullable: true),
                standing_at_merge = table.Column<string>(nullable: true),
                opened_by_merge_id = table.Column<Guid>(nullable: true),
                sequence = table.Column<long>(),
                hash = table.Column<string>(nullable: true),
                recorded_at = table.Column<DateTimeOffset>(nullable: true),
                version = table.Column<int>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_loyalty_accounts", row => row.id);
                table.ForeignKey(
                    "fk_loyalty_accounts_contact_id", row => row.contact_id, "contacts", "id", onDelete: ReferentialAction.SetNull);
                table.CheckConstraint("ck_loyalty_accounts_not_negative", "pending >= 0 AND available >= 0 AND held >= 0 AND debt >= 0");
                table.CheckConstraint("ck_loyalty_accounts_balance", "balance = available - debt");
            });
        Index(migrationBuilder, "loyalty_accounts", unique: true, "contact_id", "program_id");
        Index(migrationBuilder, "loyalty_accounts", unique: false, "balance", "id");
        Index(migrationBuilder, "loyalty_accounts", unique: false, "next_expiry_at", "id");
        Index(migrationBuilder, "loyalty_accounts", unique: false, "due_at");
        Index(migrationBuilder, "loyalty_accounts", unique: false, "tier_due_at");
        Index(migrationBuilder, "loyalty_accounts", unique: false, "merged_into_id");
        IndexTiers(migrationBuilder);
    }

    /// <summary>
    /// For lists of members by tier, and of those who are about to lose theirs. Whatever changes with each purchase has no index, because a
    /// purchase would pay for it. EF's model can't say that they are there: the tier is a complex value.
    /// </summary>
    static void IndexTiers(MigrationBuilder migrationBuilder)
    {
        Index(migrationBuilder, "loyalty_accounts", unique: false, "tier_code", "id");
        Index(migrationBuilder, "loyalty_accounts", unique: false, "tier_rank", "id");
        SparseIndex(migrationBuilder, "loyalty_accounts", "tier_grace_ends_at");
    }

    static void CreateTransactions(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_transactions",
            table => new
            {
                id = table.Column<Guid>(),
                account_id = table.Column<Guid>(),
                program_id = table.Column<Guid>(),
                sequence = table.Column<long>(),
                kind = table.Column<string>(),
                pending = table.Column<long>(),
                available = table.Column<long>(),
                held = table.Column<long>(),
                debt = table.Column<long>(),
                issued = table.Column<long>(),
                redeemed = table.Column<long>(),
                expired = table.Column<long>(),
                adjusted = table.Column<long>(),
                qualifying = table.Column<long>(),
                pending_after = table.Column<long>(),
                available_after = table.Column<long>(),
                held_after = table.Column<long>(),
                debt_after = table.Column<long>(),
                occurred_at = table.Column<DateTimeOffset>(),
                recorded_at = table.Column<DateTimeOffset>(),
                rule_version_id = table.Column<Guid>(nullable: true),
                interaction_id = table.Column<Guid>(nullable: true),
                original_interaction_id = table.Column<Guid>(nullable: true),
                reverses_id = table.Column<Guid>(nullable: true),
                hold_id = table.Column<Guid>(nullable: true),
                reward_id = table.Column<Guid>(nullable: true),
                merge_id = table.Column<Guid>(nullable: true),
                other_account_id = table.Column<Guid>(nullable: true),
                actor_kind = table.Column<string>(),
                actor_id = table.Column<Guid>(nullable: true),
                actor_name = table.Column<string>(nullable: true),
                detail_hash = table.Column<string>(nullable: true),
                previous_hash = table.Column<string>(nullable: true),
                hash = table.Column<string>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_loyalty_transactions", row => row.id);
                table.CheckConstraint(
                    "ck_loyalty_transactions_sum", "pending + available + held + debt + issued + redeemed + expired + adjusted = 0");
            });
        Index(migrationBuilder, "loyalty_transactions", unique: true, "account_id", "sequence");
        SparseIndex(migrationBuilder, "loyalty_transactions", "original_interaction_id");
        SparseIndex(migrationBuilder, "loyalty_transactions", "reverses_id");
        SparseIndex(migrationBuilder, "loyalty_transactions", "hold_id");
        SparseIndex(migrationBuilder, "loyalty_transactions", "merge_id");
    }

    static void CreateMovements(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_movements",
            table => new
            {
                id = table.Column<Guid>(),
                transaction_id = table.Column<Guid>(),
                number = table.Column<int>(),
                lot_id = table.Column<Guid>(nullable: true),
                @from = table.Column<string>(),
                to = table.Column<string>(),
                points = table.Column<long>(),
                expires_at = table.Column<DateTimeOffset>(nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_loyalty_movements", row => row.id);
                table.CheckConstraint("ck_loyalty_movements_points", "points > 0");
            });
        Index(migrationBuilder, "loyalty_movements", unique: true, "transaction_id", "number");
        Index(migrationBuilder, "loyalty_movements", unique: false, "lot_id");
    }

    static void CreateDetails(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_details",
            table => new
            {
                id = table.Column<Guid>(),
                account_id = table.Column<Guid>(),
                idempotency_key = table.Column<string>(nullable: true),
                reason = table.Column<string>(nullable: true),
                note = table.Column<string>(nullable: true),
                salt = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("pk_loyalty_details", row => row.id));
        Index(migrationBuilder, "loyalty_details", unique: true, "account_id", "idempotency_key");
    }

    static void CreateLots(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_lots",
            table => new
            {
                id = table.Column<Guid>(),
                account_id = table.Column<Guid>(),
                earned = table.Column<long>(),
                pending = table.Column<long>(),
                available = table.Column<long>(),
                held = table.Column<long>(),
                redeemed = table.Column<long>(),
                expired = table.Column<long>(),
                reversed = table.Column<long>(),
                repaid = table.Column<long>(),
                adjusted = table.Column<long>(),
                owed = table.Column<long>(),
                forgiven = table.Column<long>(),
                earned_at = table.Column<DateTimeOffset>(),
                available_at = table.Column<DateTimeOffset>(),
                expires_at = table.Column<DateTimeOffset>(nullable: true),
                rule_version_id = table.Column<Guid>(nullable: true),
                interaction_id = table.Column<Guid>(nullable: true),
                original_interaction_id = table.Column<Guid>(nullable: true),
                line_number = table.Column<int>(nullable: true),
                source_lot_id = table.Column<Guid>(nullable: true),
                merge_id = table.Column<Guid>(nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_loyalty_lots", row => row.id);
                table.CheckConstraint(
                    "ck_loyalty_lots_not_negative",
                    "pending >= 0 AND available >= 0 AND held >= 0 AND redeemed >= 0 AND expired >= 0 "
                    + "AND reversed >= 0 AND repaid >= 0 AND adjusted >= 0");
                table.CheckConstraint(
                    "ck_loyalty_lots_sum", "pending + available + held + redeemed + expired + reversed + repaid + adjusted = earned");
                table.CheckConstraint("ck_loyalty_lots_reversed", "owed >= 0 AND forgiven >= 0 AND reversed + owed + forgiven <= earned");
            });
        Index(migrationBuilder, "loyalty_lots", unique: false, "account_id");
        SparseIndex(migrationBuilder, "loyalty_lots", "original_interaction_id");
        SparseIndex(migrationBuilder, "loyalty_lots", "source_lot_id");
    }

    static void CreateHolds(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_holds",
            table => new
            {
                id = table.Column<Guid>(),
                account_id = table.Column<Guid>(),
                points = table.Column<long>(),
                confirmed = table.Column<long>(),
                status = table.Column<string>(),
                created_at = table.Column<DateTimeOffset>(),
                expires_at = table.Column<DateTimeOffset>(),
                reward_id = table.Column<Guid>(nullable: true),
                version = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("pk_loyalty_holds", row => row.id));
        Index(migrationBuilder, "loyalty_holds", unique: false, "account_id");
    }

    static void CreateNotices(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_notices",
            table => new
            {
                id = table.Column<Guid>(),
                account_id = table.Column<Guid>(),
                expires_at = table.Column<DateTimeOffset>(),
                days = table.Column<int>(),
                created_at = table.Column<DateTimeOffset>(),
            },
            constraints: table => table.PrimaryKey("pk_loyalty_notices", row => row.id));
        Index(migrationBuilder, "loyalty_notices", unique: true, "account_id", "expires_at", "days");
    }
}
