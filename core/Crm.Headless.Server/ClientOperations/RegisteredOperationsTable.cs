using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.ClientOperations;

/// <summary>The operations that clients say they send.</summary>
[Migration("20261126002000_registered_operations")]
sealed class RegisteredOperationsTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("registered_operations", table => new
        {
            id = table.Column<Guid>(),
            client = table.Column<string>(),
            client_id = table.Column<Guid>(nullable: true),
            document = table.Column<string>(),
            name = table.Column<string>(),
            registered_at = table.Column<DateTimeOffset>(),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_registered_operations", row => row.id);
            table.ForeignKey("fk_registered_operations_client_id", row => row.client_id, "api_clients", "id", onDelete: ReferentialAction.Cascade);
        });
        migrationBuilder.CreateIndex("ix_registered_operations_client_name", "registered_operations", ["client", "name"], unique: true);
        migrationBuilder.CreateIndex("ix_registered_operations_client_id", "registered_operations", "client_id");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("registered_operations");
}
