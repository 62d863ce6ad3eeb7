using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Plugins.Exports;

/// <summary>What removed plugins left, for every node to hand out.</summary>
[Migration("20261126130000_plugin_exports")]
sealed class ExportTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("plugin_exports", table => new
        {
            operation_id = table.Column<Guid>(),
            completed_at = table.Column<DateTimeOffset>(nullable: true),
            expires_at = table.Column<DateTimeOffset>(),
            plugin = table.Column<string>(),
            removed_at = table.Column<DateTimeOffset>(nullable: true),
            rows = table.Column<long>(),
            size = table.Column<long>(),
            version = table.Column<string>(nullable: true),
        }, constraints: table => table.PrimaryKey("pk_plugin_exports", row => row.operation_id));
        migrationBuilder.CreateTable("plugin_export_chunks", table => new
        {
            operation_id = table.Column<Guid>(),
            number = table.Column<int>(),
            bytes = table.Column<byte[]>(),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_plugin_export_chunks", row => new { row.operation_id, row.number });
            table.ForeignKey(
                "fk_plugin_export_chunks_operation_id", row => row.operation_id, "plugin_exports", "operation_id", onDelete: ReferentialAction.Cascade);
        });
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("plugin_export_chunks");
        migrationBuilder.DropTable("plugin_exports");
    }
}
