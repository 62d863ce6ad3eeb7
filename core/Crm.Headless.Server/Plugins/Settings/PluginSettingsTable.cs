using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Plugins.Settings;

/// <summary>What was set of plugins' settings.</summary>
[Migration("20261126005000_plugin_settings")]
sealed class PluginSettingsTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable("plugin_settings", table => new
    {
        plugin = table.Column<string>(),
        secrets = table.Column<byte[]>(nullable: true),
        updated_at = table.Column<DateTimeOffset>(),
        values = table.Column<string>(),
        version = table.Column<int>(),
    }, constraints: table => table.PrimaryKey("pk_plugin_settings", row => row.plugin));

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("plugin_settings");
}
