using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Data;

sealed partial class CoreInitial
{
    static void Units(MigrationBuilder migration)
    {
        migration.CreateTable("units", table => new
        {
            id = table.Column<Guid>(),
            code = table.Column<string>(nullable: true),
            created_at = table.Column<DateTimeOffset>(),
            kind = table.Column<string>(),
            name = table.Column<string>(),
            name_normalized = table.Column<string>(),
            parent_id = table.Column<Guid>(nullable: true),
            path = table.Column<string>(),
            status = table.Column<string>(),
            time_zone = table.Column<string>(nullable: true),
            updated_at = table.Column<DateTimeOffset>(),
            version = table.Column<int>(),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_units", row => row.id);
            table.ForeignKey("fk_units_parent_id", row => row.parent_id, "units", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("ix_units_code", "units", "code", unique: true);
        migration.CreateIndex("ix_units_name_normalized_id", "units", ["name_normalized", "id"]);
        migration.CreateIndex("ix_units_parent_id", "units", "parent_id");
        migration.CreateIndex("ix_units_path", "units", "path");
    }

    static void Users(MigrationBuilder migration)
    {
        migration.CreateTable("users", table => new
        {
            id = table.Column<Guid>(),
            created_at = table.Column<DateTimeOffset>(),
            email = table.Column<string>(nullable: true),
            email_normalized = table.Column<string>(nullable: true),
            issuer = table.Column<string>(nullable: true),
            name = table.Column<string>(),
            name_normalized = table.Column<string>(),
            status = table.Column<string>(),
            subject = table.Column<string>(nullable: true),
            unit_id = table.Column<Guid>(nullable: true),
            updated_at = table.Column<DateTimeOffset>(),
            version = table.Column<int>(),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_users", row => row.id);
            table.ForeignKey("fk_users_unit_id", row => row.unit_id, "units", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("ix_users_issuer_subject", "users", ["issuer", "subject"], unique: true);
        migration.CreateIndex("ix_users_name_normalized_id", "users", ["name_normalized", "id"]);
        migration.CreateIndex("ix_users_unit_id", "users", "unit_id");
    }

    static void Installation(MigrationBuilder migration)
    {
        migration.CreateTable("installation", table => new
        {
            name = table.Column<string>(),
            value = table.Column<string>(),
        }, constraints: table => table.PrimaryKey("pk_installation", row => row.name));
    }
}
