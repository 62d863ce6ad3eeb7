using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Loyalty;

/// <summary>The accounts and their ledger.</summary>
[Migration("20261121220000_loyalty_initial")]
public sealed class LoyaltyInitial : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateAccounts(migrationBuilder);
        CreateEntries(migrationBuilder);
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("loyalty_entries");
        migrationBuilder.DropTable("loyalty_accounts");
    }

    static void CreateAccounts(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_accounts",
            table => new
            {
                id = table.Column<Guid>(),
                contact_id = table.Column<Guid>(),
                balance = table.Column<long>(),
                lifetime_points = table.Column<long>(),
                enrolled_at = table.Column<DateTimeOffset>(),
                last_sequence = table.Column<long>(),
                version = table.Column<int>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_loyalty_accounts", row => row.id);
                table.ForeignKey(
                    "fk_loyalty_accounts_contact_id", row => row.contact_id, "contacts", "id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("ix_loyalty_accounts_contact_id", "loyalty_accounts", "contact_id", unique: true);
        migrationBuilder.CreateIndex("ix_loyalty_accounts_balance_id", "loyalty_accounts", ["balance", "id"]);
    }

    static void CreateEntries(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "loyalty_entries",
            table => new
            {
                id = table.Column<Guid>(),
                account_id = table.Column<Guid>(),
                sequence = table.Column<long>(),
                points = table.Column<long>(),
                balance_after = table.Column<long>(),
                forgiven = table.Column<long>(),
                reason = table.Column<string>(),
                reference = table.Column<string>(nullable: true),
                note = table.Column<string>(nullable: true),
                interaction_id = table.Column<Guid>(nullable: true),
                original_interaction_id = table.Column<Guid>(nullable: true),
                occurred_at = table.Column<DateTimeOffset>(),
                recorded_at = table.Column<DateTimeOffset>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_loyalty_entries", row => row.id);
                table.ForeignKey(
                    "fk_loyalty_entries_account_id", row => row.account_id, "loyalty_accounts", "id", onDelete: ReferentialAction.Cascade);
            });
        Index(migrationBuilder, unique: true, "account_id", "sequence");
        Index(migrationBuilder, unique: true, "account_id", "reference");
        Index(migrationBuilder, unique: true, "account_id", "interaction_id");
        Index(migrationBuilder, unique: false, "account_id", "original_interaction_id");
    }

    static void Index(MigrationBuilder migrationBuilder, bool unique, params string[] columns) => migrationBuilder.CreateIndex(
        $"ix_loyalty_entries_{string.Join('_', columns)}", "loyalty_entries", columns, unique: unique);
}
