using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Data;

/// <summary>The API clients and their keys.</summary>
[Migration("20261126000100_api_clients")]
sealed class ApiClients : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Clients(migrationBuilder);
        Keys(migrationBuilder);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("api_client_keys");
        migrationBuilder.DropTable("api_clients");
    }

    static void Clients(MigrationBuilder migration)
    {
        migration.CreateTable("api_clients", table => new
        {
            id = table.Column<Guid>(),
            created_at = table.Column<DateTimeOffset>(),
            last_used_at = table.Column<DateTimeOffset>(nullable: true),
            name = table.Column<string>(),
            scope_list = table.Column<string>(),
            status = table.Column<string>(),
            unit_id = table.Column<Guid>(nullable: true),
            updated_at = table.Column<DateTimeOffset>(),
            version = table.Column<int>(),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_api_clients", row => row.id);
            table.ForeignKey("fk_api_clients_unit_id", row => row.unit_id, "units", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("ix_api_clients_name", "api_clients", "name", unique: true);
        migration.CreateIndex("ix_api_clients_unit_id", "api_clients", "unit_id");
    }

    static void Keys(MigrationBuilder migration)
    {
        migration.CreateTable("api_client_keys", table => new
        {
            id = table.Column<Guid>(),
            client_id = table.Column<Guid>(),
            created_at = table.Column<DateTimeOffset>(),
            expires_at = table.Column<DateTimeOffset>(nullable: true),
            hash = table.Column<byte[]>(),
            hint = table.Column<string>(),
            last_used_at = table.Column<DateTimeOffset>(nullable: true),
            revoked_at = table.Column<DateTimeOffset>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_api_client_keys", row => row.id);
            table.ForeignKey("fk_api_client_keys_client_id", row => row.client_id, "api_clients", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateIndex("ix_api_client_keys_client_id", "api_client_keys", "client_id");
    }
}
