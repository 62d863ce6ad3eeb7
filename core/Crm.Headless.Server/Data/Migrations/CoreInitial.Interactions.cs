using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Data;

sealed partial class CoreInitial
{
    static void Interactions(MigrationBuilder migration)
    {
        migration.CreateTable("interactions", table => new
        {
            id = table.Column<Guid>(),
            account_id = table.Column<Guid>(nullable: true),
            actor_id = table.Column<Guid>(nullable: true),
            amount = table.Column<decimal>(nullable: true),
            attributes = table.Column<string>(nullable: true),
            body = table.Column<string>(nullable: true),
            channel = table.Column<string>(nullable: true),
            contact_id = table.Column<Guid>(nullable: true),
            correction_reason = table.Column<string>(nullable: true),
            currency = table.Column<string>(nullable: true),
            direction = table.Column<string>(nullable: true),
            external_id = table.Column<string>(nullable: true),
            kind = table.Column<string>(),
            occurred_at = table.Column<DateTimeOffset>(),
            original_id = table.Column<Guid>(),
            recorded_at = table.Column<DateTimeOffset>(),
            revision = table.Column<int>(),
            source = table.Column<string>(nullable: true),
            status = table.Column<string>(),
            subject = table.Column<string>(nullable: true),
            subject_normalized = table.Column<string>(nullable: true),
            superseded_by_id = table.Column<Guid>(nullable: true),
            time_zone = table.Column<string>(nullable: true),
            unit_id = table.Column<Guid>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_interactions", row => row.id);
            table.ForeignKey("fk_interactions_account_id", row => row.account_id, "accounts", "id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("fk_interactions_actor_id", row => row.actor_id, "users", "id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("fk_interactions_contact_id", row => row.contact_id, "contacts", "id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("fk_interactions_unit_id", row => row.unit_id, "units", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("ix_interactions_account_id_occurred_at_id", "interactions", ["account_id", "occurred_at", "id"]);
        migration.CreateIndex("ix_interactions_actor_id", "interactions", "actor_id");
        migration.CreateIndex("ix_interactions_contact_id_occurred_at_id", "interactions", ["contact_id", "occurred_at", "id"]);
        migration.CreateIndex("ix_interactions_kind_occurred_at_id", "interactions", ["kind", "occurred_at", "id"]);
        migration.CreateIndex("ix_interactions_occurred_at_id", "interactions", ["occurred_at", "id"]);
        migration.CreateIndex("ix_interactions_original_id_revision", "interactions", ["original_id", "revision"], unique: true);
        migration.CreateIndex("ix_interactions_source_external_id_revision", "interactions", ["source", "external_id", "revision"], unique: true);
        migration.CreateIndex("ix_interactions_unit_id_occurred_at_id", "interactions", ["unit_id", "occurred_at", "id"]);
    }

    static void InteractionLines(MigrationBuilder migration)
    {
        migration.CreateTable("interaction_lines", table => new
        {
            id = table.Column<Guid>(),
            attributes = table.Column<string>(nullable: true),
            category = table.Column<string>(nullable: true),
            gross = table.Column<decimal>(),
            interaction_id = table.Column<Guid>(),
            net = table.Column<decimal>(nullable: true),
            position = table.Column<int>(),
            product_ref = table.Column<string>(nullable: true),
            quantity = table.Column<decimal>(),
            reverses_line_id = table.Column<Guid>(nullable: true),
            tax = table.Column<decimal>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_interaction_lines", row => row.id);
            table.ForeignKey("fk_interaction_lines_interaction_id", row => row.interaction_id, "interactions", "id", onDelete: ReferentialAction.Cascade);
            table.ForeignKey("fk_interaction_lines_reverses_line_id", row => row.reverses_line_id, "interaction_lines", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("ix_interaction_lines_interaction_id_position", "interaction_lines", ["interaction_id", "position"], unique: true);
        migration.CreateIndex("ix_interaction_lines_reverses_line_id", "interaction_lines", "reverses_line_id");
    }

    static void InteractionParticipants(MigrationBuilder migration)
    {
        migration.CreateTable("interaction_participants", table => new
        {
            id = table.Column<Guid>(),
            contact_id = table.Column<Guid>(nullable: true),
            interaction_id = table.Column<Guid>(),
            role = table.Column<string>(nullable: true),
            user_id = table.Column<Guid>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("pk_interaction_participants", row => row.id);
            table.ForeignKey("fk_interaction_participants_contact_id", row => row.contact_id, "contacts", "id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("fk_interaction_participants_interaction_id", row => row.interaction_id, "interactions", "id", onDelete: ReferentialAction.Cascade);
            table.ForeignKey("fk_interaction_participants_user_id", row => row.user_id, "users", "id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("ix_interaction_participants_contact_id", "interaction_participants", "contact_id");
        migration.CreateIndex("ix_interaction_participants_interaction_id", "interaction_participants", "interaction_id");
        migration.CreateIndex("ix_interaction_participants_user_id", "interaction_participants", "user_id");
    }
}
