using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>What the tables of a plugin begin with. They outlive its package, which says so as well.</summary>
sealed class PluginPrefix
{
    public string Plugin { get; set; } = "";

    public string Prefix { get; set; } = "";
}

sealed class PluginPrefixModel : IEntityTypeConfiguration<PluginPrefix>
{
    public void Configure(EntityTypeBuilder<PluginPrefix> prefix)
    {
        prefix.ToTable("plugin_prefixes");
        prefix.HasKey(row => new { row.Plugin, row.Prefix });
    }
}

/// <summary>The prefixes of the tables of plugins, those that were removed without their rows included.</summary>
[Migration("20261127220000_plugin_prefixes")]
sealed class PluginPrefixTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable("plugin_prefixes",
        table => new { plugin = table.Column<string>(), prefix = table.Column<string>() },
        constraints: table => table.PrimaryKey("pk_plugin_prefixes", row => new { row.plugin, row.prefix }));

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("plugin_prefixes");
}
