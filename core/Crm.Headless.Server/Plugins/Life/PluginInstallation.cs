using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>What was decided about a plugin, for all nodes: which package of it runs, or that the one in the plugins folder does or doesn't.</summary>
sealed class PluginInstallation
{
    public string Plugin { get; set; } = "";

    /// <summary>The hash of the package in force; null: the plugin is taken from the plugins folder.</summary>
    public string? Hash { get; set; }
    public string? Version { get; set; }

    /// <summary>The package before this one, which a node that can't start this one serves in its place; null: there was none.</summary>
    public string? PreviousHash { get; set; }

    public bool IsEnabled { get; set; }

    /// <summary>The scopes that its own calls of the API may use, separated by spaces.</summary>
    public string Grants { get; set; } = "";

    public DateTimeOffset UpdatedAt { get; set; }
}

sealed class PluginInstallationModel : IEntityTypeConfiguration<PluginInstallation>
{
    public void Configure(EntityTypeBuilder<PluginInstallation> installation)
    {
        installation.ToTable("plugin_installations");
        installation.HasKey(row => row.Plugin);
    }
}
