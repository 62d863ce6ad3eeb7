using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Plugins.Settings;

/// <summary>What was set of a plugin's settings. Goes when the plugin is removed with its data.</summary>
sealed class StoredSettings
{
    /// <summary>For encryption.</summary>
    public const string Purpose = "plugin settings";

    public string Plugin { get; set; } = "";

    /// <summary>A JSON object, without the secrets.</summary>
    public string Values { get; set; } = "{}";

    /// <summary>The secrets, a JSON object, encrypted; null: none is set.</summary>
    public byte[]? Secrets { get; set; }

    public int Version { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

sealed class StoredSettingsModel : IEntityTypeConfiguration<StoredSettings>
{
    public void Configure(EntityTypeBuilder<StoredSettings> settings)
    {
        settings.ToTable("plugin_settings");
        settings.HasKey(row => row.Plugin);
        settings.Property(row => row.Version).IsConcurrencyToken();
    }
}
