using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Data;

/// <summary>The keys that sign access tokens.</summary>
[Migration("20261126000200_signing_keys")]
sealed class SigningKeysTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable("signing_keys", table => new
    {
        id = table.Column<Guid>(),
        created_at = table.Column<DateTimeOffset>(),
        private_key = table.Column<byte[]>(),
        public_key = table.Column<byte[]>(),
        retires_at = table.Column<DateTimeOffset>(nullable: true),
    }, constraints: table => table.PrimaryKey("pk_signing_keys", row => row.id));

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("signing_keys");
}
