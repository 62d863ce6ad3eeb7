using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Data;

sealed partial class CoreInitial
{
    static void Accounts(MigrationBuilder migration)
    {
        migration.CreateTable("accounts", table => new
        {
            id = table.Column<Guid>(),
            address_city = table.Column<string>(nullable: true),
            address_country = table.Column<string>(nullable: true),
            address_discriminator = table.Column<string>(nullable: true),
            address_postal_code = table.Column<string>(nullable: true),
            address_region = table.Column<string>(nullable: true),
            address_street = table.Column<string>(nullable: true),
            created_at = table.Column<DateTimeOffset>(),
            industry = table.Column<string>(nullable: true),
            industry_normalized = table.Column<string>(nullable: true),
            name = table.Column<string>(),
            name_normalized = table.Column<string>(),
            owner_id = table.Column<Guid>(nullable: true),
            parent_id = table.Column<Guid>(nullable: true),
            phone = table.Column<string>(nullable: true),
            phone_normalized = table.Column<string>(nullable: true),
            source = table.Column<string>(nullable: true),
            status = table.Column<string>(),
            updated_at = table.Column<DateTimeOffset>(),
            version = table.Column<int>(),
            website = table.Column<string>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_accounts", row => row.id);
            table.ForeignKey("fk_accounts_owner_id", row => row.owner_id, "users", "id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("fk_accounts_parent_id", row => row.parent_id, "accounts", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("ix_accounts_created_at_id", "accounts", ["created_at", "id"]);
        migration.CreateIndex("ix_accounts_name_normalized_id", "accounts", ["name_normalized", "id"]);
        migration.CreateIndex("ix_accounts_owner_id", "accounts", "owner_id");
        migration.CreateIndex("ix_accounts_parent_id", "accounts", "parent_id");
        migration.CreateIndex("ix_accounts_updated_at_id", "accounts", ["updated_at", "id"]);
    }

    static void ExternalIds(MigrationBuilder migration)
    {
        migration.CreateTable("external_ids", table => new
        {
            id = table.Column<Guid>(),
            account_id = table.Column<Guid>(nullable: true),
            contact_id = table.Column<Guid>(nullable: true),
            source = table.Column<string>(),
            value = table.Column<string>(),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_external_ids", row => row.id);
            table.ForeignKey("fk_external_ids_account_id", row => row.account_id, "accounts", "id", onDelete: ReferentialAction.Cascade);
            table.ForeignKey("fk_external_ids_contact_id", row => row.contact_id, "contacts", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateIndex("ix_external_ids_account", "external_ids", ["source", "value"], unique: true, filter: "account_id IS NOT NULL");
        migration.CreateIndex("ix_external_ids_account_id", "external_ids", "account_id");
        migration.CreateIndex("ix_external_ids_contact", "external_ids", ["source", "value"], unique: true, filter: "contact_id IS NOT NULL");
        migration.CreateIndex("ix_external_ids_contact_id", "external_ids", "contact_id");
    }

    static void UnitMemberships(MigrationBuilder migration)
    {
        migration.CreateTable("unit_memberships", table => new
        {
            id = table.Column<Guid>(),
            account_id = table.Column<Guid>(nullable: true),
            contact_id = table.Column<Guid>(nullable: true),
            unit_id = table.Column<Guid>(),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_unit_memberships", row => row.id);
            table.ForeignKey("fk_unit_memberships_account_id", row => row.account_id, "accounts", "id", onDelete: ReferentialAction.Cascade);
            table.ForeignKey("fk_unit_memberships_contact_id", row => row.contact_id, "contacts", "id", onDelete: ReferentialAction.Cascade);
            table.ForeignKey("fk_unit_memberships_unit_id", row => row.unit_id, "units", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("ix_unit_memberships_account_id", "unit_memberships", "account_id");
        migration.CreateIndex("ix_unit_memberships_contact_id", "unit_memberships", "contact_id");
        migration.CreateIndex("ix_unit_memberships_unit_id_account_id", "unit_memberships", ["unit_id", "account_id"], unique: true);
        migration.CreateIndex("ix_unit_memberships_unit_id_contact_id", "unit_memberships", ["unit_id", "contact_id"], unique: true);
    }
}
