using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Loyalty;

/// <summary>What goes from account to account when people are merged.</summary>
[Migration("20261126090000_loyalty_merges")]
public sealed class LoyaltyMerges : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("lifetime", "loyalty_entries", nullable: false, defaultValue: 0L);
        migrationBuilder.AddColumn<Guid>("merge_id", "loyalty_entries", nullable: true);
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn("merge_id", "loyalty_entries");
        migrationBuilder.DropColumn("lifetime", "loyalty_entries");
    }
}
