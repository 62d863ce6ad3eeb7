using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>Packages, decisions about plugins, and the nodes that follow them.</summary>
[Migration("20261126001000_plugin_life")]
sealed class PluginTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Packages(migrationBuilder);
        Installations(migrationBuilder);
        Operations(migrationBuilder);
        Nodes(migrationBuilder);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[] { "plugin_nodes", "plugin_revision", "plugin_operations", "plugin_installations", "plugin_packages" })
            migrationBuilder.DropTable(table);
    }

    static void Packages(MigrationBuilder migration)
    {
        migration.CreateTable("plugin_packages", table => new
        {
            hash = table.Column<string>(),
            bytes = table.Column<byte[]>(),
            created_at = table.Column<DateTimeOffset>(),
            plugin = table.Column<string>(),
            version = table.Column<string>(),
        }, constraints: table => table.PrimaryKey("pk_plugin_packages", row => row.hash));
        migration.CreateIndex("ix_plugin_packages_plugin", "plugin_packages", "plugin");
    }

    static void Installations(MigrationBuilder migration) => migration.CreateTable("plugin_installations", table => new
    {
        plugin = table.Column<string>(),
        grants = table.Column<string>(),
        hash = table.Column<string>(nullable: true),
        is_enabled = table.Column<bool>(),
        previous_hash = table.Column<string>(nullable: true),
        updated_at = table.Column<DateTimeOffset>(),
        version = table.Column<string>(nullable: true),
    }, constraints: table => table.PrimaryKey("pk_plugin_installations", row => row.plugin));

    static void Operations(MigrationBuilder migration)
    {
        migration.CreateTable("plugin_operations", table => new
        {
            id = table.Column<Guid>(),
            actor = table.Column<string>(),
            data = table.Column<string>(nullable: true),
            from_version = table.Column<string>(nullable: true),
            hash = table.Column<string>(nullable: true),
            kind = table.Column<string>(),
            message = table.Column<string>(nullable: true),
            plugin = table.Column<string>(),
            started_at = table.Column<DateTimeOffset>(),
            status = table.Column<string>(),
            step = table.Column<string>(),
            to_version = table.Column<string>(nullable: true),
            updated_at = table.Column<DateTimeOffset>(),
        }, constraints: table => table.PrimaryKey("pk_plugin_operations", row => row.id));
        migration.CreateIndex("ix_plugin_operations_started_at", "plugin_operations", "started_at");
    }

    static void Nodes(MigrationBuilder migration)
    {
        migration.CreateTable("plugin_revision", table => new { id = table.Column<string>(), value = table.Column<long>() },
            constraints: table => table.PrimaryKey("pk_plugin_revision", row => row.id));
        migration.Sql("INSERT INTO plugin_revision (id, value) VALUES ('plugins', 0)");
        migration.CreateTable("plugin_nodes", table => new
        {
            id = table.Column<Guid>(),
            name = table.Column<string>(),
            revision = table.Column<long>(),
            seen_at = table.Column<DateTimeOffset>(),
            started_at = table.Column<DateTimeOffset>(),
        }, constraints: table => table.PrimaryKey("pk_plugin_nodes", row => row.id));
    }
}
