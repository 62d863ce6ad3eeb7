using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Events;

/// <summary>What a plugin's event says, beside whom it is about.</summary>
[Migration("20261126060000_plugin_events")]
sealed class PluginEventColumns : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("payload", "events", nullable: true);
        migrationBuilder.AddColumn<string>("type", "events", nullable: true);
        migrationBuilder.AddColumn<int>("type_version", "events", nullable: true);
        migrationBuilder.CreateIndex("ix_events_contact_id", "events", "contact_id", filter: "payload IS NOT NULL");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("ix_events_contact_id", "events");
        migrationBuilder.DropColumn("type_version", "events");
        migrationBuilder.DropColumn("type", "events");
        migrationBuilder.DropColumn("payload", "events");
    }
}
