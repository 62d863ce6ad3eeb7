using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Loyalty;

/// <content>Programmes and rules.</content>
public sealed partial class LoyaltyTables
{
    static void CreateCatalog(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_catalog",
            table => new
            {
                id = table.Column<Guid>(),
                number = table.Column<long>(),
                version = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("pk_loyalty_catalog", row => row.id));
    }

    static void CreatePrograms(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_programs",
            table => new
            {
                id = table.Column<Guid>(),
                code = table.Column<string>(),
                name = table.Column<string>(),
                is_default = table.Column<bool>(),
                status = table.Column<string>(),
                time_zone = table.Column<string>(),
                currency = table.Column<string>(nullable: true),
                rounding = table.Column<string>(),
                earn_basis = table.Column<string>(),
                max_points_per_day = table.Column<long>(nullable: true),
                max_points_per_order = table.Column<long>(nullable: true),
                debt_policy = table.Column<string>(),
                pending_days = table.Column<int>(),
                expiry_policy = table.Column<string>(),
                expiry_months = table.Column<int>(),
                lapsed_policy = table.Column<string>(),
                lapsed_days = table.Column<int>(),
                max_points_per_transfer = table.Column<long>(nullable: true),
                max_transferred_per_day = table.Column<long>(nullable: true),
                members_transfer = table.Column<bool>(),
                adjustment_approval_above = table.Column<long>(nullable: true),
                tier_policy_window = table.Column<string>(),
                tier_policy_window_months = table.Column<int>(),
                tier_policy_retention_months = table.Column<int>(),
                tier_policy_retains_to_year_end = table.Column<bool>(),
                tier_policy_grace_days = table.Column<int>(),
                tier_policy_downgrade = table.Column<string>(),
                tier_policy_kind_list = table.Column<string>(),
                tier_policy_changed_at = table.Column<DateTimeOffset>(),
                tier_policy_applied_at = table.Column<DateTimeOffset>(),
                created_at = table.Column<DateTimeOffset>(),
                updated_at = table.Column<DateTimeOffset>(),
                version = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("pk_loyalty_programs", row => row.id));
        Index(migrationBuilder, "loyalty_programs", unique: true, "code");
    }

    static void CreateTerms(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_terms",
            table => new
            {
                id = table.Column<Guid>(),
                program_id = table.Column<Guid>(),
                number = table.Column<int>(),
                starts_at = table.Column<DateTimeOffset>(nullable: true),
                status = table.Column<string>(),
                time_zone = table.Column<string>(),
                currency = table.Column<string>(nullable: true),
                rounding = table.Column<string>(),
                earn_basis = table.Column<string>(),
                max_points_per_order = table.Column<long>(nullable: true),
                max_points_per_day = table.Column<long>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_loyalty_terms", row => row.id));
        Index(migrationBuilder, "loyalty_terms", unique: true, "program_id", "number");
    }

    static void CreateRules(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_rules",
            table => new
            {
                id = table.Column<Guid>(),
                program_id = table.Column<Guid>(),
                code = table.Column<string>(),
                created_at = table.Column<DateTimeOffset>(),
            },
            constraints: table => table.PrimaryKey("pk_loyalty_rules", row => row.id));
        Index(migrationBuilder, "loyalty_rules", unique: true, "program_id", "code");
        migrationBuilder.CreateTable(
            "loyalty_rule_versions",
            table => new
            {
                id = table.Column<Guid>(),
                rule_id = table.Column<Guid>(),
                number = table.Column<int>(),
                state = table.Column<string>(),
                starts_at = table.Column<DateTimeOffset>(nullable: true),
                ends_at = table.Column<DateTimeOffset>(nullable: true),
                definition = table.Column<string>(),
                created_at = table.Column<DateTimeOffset>(),
                actor_id = table.Column<Guid>(nullable: true),
                version = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("pk_loyalty_rule_versions", row => row.id));
        Index(migrationBuilder, "loyalty_rule_versions", unique: true, "rule_id", "number");
    }
}
