using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Jobs;

/// <summary>How far the jobs of plugins have come.</summary>
[Migration("20261126004000_plugin_jobs")]
sealed class PluginJobsTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable("plugin_jobs", table => new
    {
        name = table.Column<string>(),
        attempts = table.Column<int>(),
        done = table.Column<long>(),
        due_at = table.Column<DateTimeOffset>(nullable: true),
        ended_at = table.Column<DateTimeOffset>(nullable: true),
        last_error = table.Column<string>(nullable: true),
        next_at = table.Column<DateTimeOffset>(nullable: true),
        state = table.Column<string>(nullable: true),
        status = table.Column<string>(),
        total = table.Column<long>(nullable: true),
        version = table.Column<long>(),
    }, constraints: table => table.PrimaryKey("pk_plugin_jobs", row => row.name));

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("plugin_jobs");
}
