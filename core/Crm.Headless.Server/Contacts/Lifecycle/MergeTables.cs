using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Contacts.Lifecycle;

/// <summary>Contacts that turned out to be one person, and how to separate them again.</summary>
[Migration("20261126003000_contact_merges")]
sealed class MergeTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<Guid>("merged_into_id", "contacts", nullable: true);
        migrationBuilder.CreateIndex("ix_contacts_merged_into_id", "contacts", "merged_into_id");
        Merges(migrationBuilder);
        Rows(migrationBuilder);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("contact_merge_rows");
        migrationBuilder.DropTable("contact_merges");
        migrationBuilder.DropIndex("ix_contacts_merged_into_id", "contacts");
        migrationBuilder.DropColumn("merged_into_id", "contacts");
    }

    static void Merges(MigrationBuilder migration)
    {
        migration.CreateTable("contact_merges", table => new
        {
            id = table.Column<Guid>(),
            changes = table.Column<string>(),
            changes_hash = table.Column<string>(nullable: true),
            merged_at = table.Column<DateTimeOffset>(),
            merged_id = table.Column<Guid>(),
            merged_status = table.Column<string>(),
            survivor_id = table.Column<Guid>(),
        }, constraints: table => table.PrimaryKey("pk_contact_merges", row => row.id));
        migration.CreateIndex("ix_contact_merges_survivor_id", "contact_merges", "survivor_id");
        migration.CreateIndex("ix_contact_merges_merged_id", "contact_merges", "merged_id", unique: true);
    }

    static void Rows(MigrationBuilder migration) => migration.CreateTable("contact_merge_rows", table => new
    {
        merge_id = table.Column<Guid>(),
        kind = table.Column<string>(),
        row_id = table.Column<Guid>(),
        was_primary = table.Column<bool>(),
    }, constraints: table =>
    {
        table.PrimaryKey("pk_contact_merge_rows", row => new { row.merge_id, row.kind, row.row_id });
        table.ForeignKey("fk_contact_merge_rows_merge_id", row => row.merge_id, "contact_merges", "id", onDelete: ReferentialAction.Cascade);
    });
}
