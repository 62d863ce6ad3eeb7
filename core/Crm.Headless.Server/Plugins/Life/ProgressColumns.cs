using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>When a change of plugins reached each of its steps, how many migrations it takes, and which revision it has led to.</summary>
[Migration("20261126114500_plugin_progress")]
sealed class ProgressColumns : Migration
{
    const string Table = "plugin_operations";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>("migrations", Table, nullable: true);
        migrationBuilder.AddColumn<int>("migrations_done", Table, nullable: true);
        migrationBuilder.AddColumn<long>("revision", Table, nullable: true);
        migrationBuilder.AddColumn<string>("trail", Table, nullable: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var column in new[] { "trail", "revision", "migrations_done", "migrations" }) migrationBuilder.DropColumn(column, Table);
    }
}
