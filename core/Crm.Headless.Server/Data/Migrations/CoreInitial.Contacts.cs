using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Data;

sealed partial class CoreInitial
{
    static void Contacts(MigrationBuilder migration)
    {
        migration.CreateTable("contacts", table => new
        {
            id = table.Column<Guid>(),
            account_id = table.Column<Guid>(nullable: true),
            birth_date_day = table.Column<int>(nullable: true),
            birth_date_month = table.Column<int>(nullable: true),
            birth_date_year = table.Column<int>(nullable: true),
            created_at = table.Column<DateTimeOffset>(),
            display_name = table.Column<string>(),
            display_name_normalized = table.Column<string>(),
            email = table.Column<string>(nullable: true),
            email_normalized = table.Column<string>(nullable: true),
            family_name = table.Column<string>(nullable: true),
            family_name_normalized = table.Column<string>(nullable: true),
            given_name = table.Column<string>(nullable: true),
            given_name_normalized = table.Column<string>(nullable: true),
            job_title = table.Column<string>(nullable: true),
            job_title_normalized = table.Column<string>(nullable: true),
            language = table.Column<string>(nullable: true),
            owner_id = table.Column<Guid>(nullable: true),
            phone = table.Column<string>(nullable: true),
            phone_normalized = table.Column<string>(nullable: true),
            source = table.Column<string>(nullable: true),
            status = table.Column<string>(),
            time_zone = table.Column<string>(nullable: true),
            updated_at = table.Column<DateTimeOffset>(),
            version = table.Column<int>(),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_contacts", row => row.id);
            table.ForeignKey("fk_contacts_account_id", row => row.account_id, "accounts", "id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("fk_contacts_owner_id", row => row.owner_id, "users", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("ix_contacts_account_id", "contacts", "account_id");
        migration.CreateIndex("ix_contacts_created_at_id", "contacts", ["created_at", "id"]);
        migration.CreateIndex("ix_contacts_display_name_normalized_id", "contacts", ["display_name_normalized", "id"]);
        migration.CreateIndex("ix_contacts_email_normalized", "contacts", "email_normalized");
        migration.CreateIndex("ix_contacts_family_name_normalized_id", "contacts", ["family_name_normalized", "id"]);
        migration.CreateIndex("ix_contacts_owner_id", "contacts", "owner_id");
        migration.CreateIndex("ix_contacts_updated_at_id", "contacts", ["updated_at", "id"]);
    }

    static void ContactPoints(MigrationBuilder migration)
    {
        migration.CreateTable("contact_points", table => new
        {
            id = table.Column<Guid>(),
            address_city = table.Column<string>(nullable: true),
            address_country = table.Column<string>(nullable: true),
            address_discriminator = table.Column<string>(nullable: true),
            address_postal_code = table.Column<string>(nullable: true),
            address_region = table.Column<string>(nullable: true),
            address_street = table.Column<string>(nullable: true),
            contact_id = table.Column<Guid>(),
            created_at = table.Column<DateTimeOffset>(),
            kind = table.Column<string>(),
            label = table.Column<string>(nullable: true),
            match_key = table.Column<string>(nullable: true),
            primary = table.Column<bool>(),
            value = table.Column<string>(),
            value_normalized = table.Column<string>(),
            verified_at = table.Column<DateTimeOffset>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_contact_points", row => row.id);
            table.ForeignKey("fk_contact_points_contact_id", row => row.contact_id, "contacts", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateIndex("ix_contact_points_contact_id", "contact_points", "contact_id");
        migration.CreateIndex("ix_contact_points_kind_match_key", "contact_points", ["kind", "match_key"]);
    }

    static void Affiliations(MigrationBuilder migration)
    {
        migration.CreateTable("affiliations", table => new
        {
            id = table.Column<Guid>(),
            account_id = table.Column<Guid>(),
            contact_id = table.Column<Guid>(),
            from = table.Column<DateOnly>(nullable: true),
            primary = table.Column<bool>(),
            role = table.Column<string>(nullable: true),
            to = table.Column<DateOnly>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_affiliations", row => row.id);
            table.ForeignKey("fk_affiliations_account_id", row => row.account_id, "accounts", "id", onDelete: ReferentialAction.Cascade);
            table.ForeignKey("fk_affiliations_contact_id", row => row.contact_id, "contacts", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateIndex("ix_affiliations_account_id", "affiliations", "account_id");
        migration.CreateIndex("ix_affiliations_contact_id", "affiliations", "contact_id");
    }

    static void Identities(MigrationBuilder migration)
    {
        migration.CreateTable("identities", table => new
        {
            id = table.Column<Guid>(),
            contact_id = table.Column<Guid>(),
            created_at = table.Column<DateTimeOffset>(),
            issuer = table.Column<string>(),
            provider = table.Column<string>(),
            subject = table.Column<string>(),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_identities", row => row.id);
            table.ForeignKey("fk_identities_contact_id", row => row.contact_id, "contacts", "id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateIndex("ix_identities_contact_id", "identities", "contact_id");
        migration.CreateIndex("ix_identities_provider_issuer_subject", "identities", ["provider", "issuer", "subject"], unique: true);
    }
}
