using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Data;

/// <summary>The tables of core's entities.</summary>
[Migration("20260101000000_core_initial")]
sealed partial class CoreInitial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => Create(migrationBuilder);

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("installation");
        migrationBuilder.DropTable("interaction_participants");
        migrationBuilder.DropTable("interaction_lines");
        migrationBuilder.DropTable("interactions");
        migrationBuilder.DropTable("unit_memberships");
        migrationBuilder.DropTable("external_ids");
        migrationBuilder.DropTable("identities");
        migrationBuilder.DropTable("affiliations");
        migrationBuilder.DropTable("contact_points");
        migrationBuilder.DropTable("contacts");
        migrationBuilder.DropTable("accounts");
        migrationBuilder.DropTable("users");
        migrationBuilder.DropTable("units");
    }

    static void Create(MigrationBuilder migration)
    {
        Units(migration);
        Users(migration);
        Accounts(migration);
        Contacts(migration);
        ContactPoints(migration);
        Affiliations(migration);
        Identities(migration);
        ExternalIds(migration);
        UnitMemberships(migration);
        Interactions(migration);
        InteractionLines(migration);
        InteractionParticipants(migration);
        Installation(migration);
    }
}
