namespace Crm.Headless.Server.Plugins;

/// <summary>Which plugins there are: <c>Folder</c>, <c>AutoEnable</c>, <c>Enabled</c> and <c>Disabled</c> of <c>Crm:Plugins</c>.</summary>
/// <param name="Folder">Where they lie, one folder each.</param>
/// <param name="AutoEnable">Whether a plugin that lies there takes part without being named among the enabled.</param>
sealed record PluginSettings(string Folder, bool AutoEnable, IReadOnlySet<string> Enabled, IReadOnlySet<string> Disabled)
{
    public static PluginSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Crm:Plugins");
        return new(
            section["Folder"] is { Length: > 0 } folder ? Path.GetFullPath(folder) : DefaultFolder(),
            section.GetValue("AutoEnable", true),
            Ids(section.GetSection("Enabled")),
            Ids(section.GetSection("Disabled")));
    }

    /// <summary>What lies in the folder, without what somebody decided against.</summary>
    public PluginCatalog ReadCatalog()
    {
        var found = PluginCatalog.Read(Folder);
        var disabled = found.Folders.Where(folder => !IsWanted(folder.Manifest.Id)).ToList();
        return new(
            [.. found.Folders.Except(disabled)],
            [.. found.Refused, .. disabled.Select(folder => Report(folder.Manifest))]);
    }

    PluginReport Report(PluginManifest manifest) => PluginReport.Of(manifest, PluginStatus.Disabled, WhyNot(manifest.Id));

    bool IsWanted(string id) => !Disabled.Contains(id) && (AutoEnable || Enabled.Contains(id));

    string WhyNot(string id) => Disabled.Contains(id)
        ? $"Plugin \"{id}\" is disabled by the setting Crm:Plugins:Disabled. Take it off that list to enable it."
        : $"Plugin \"{id}\" waits to be enabled, because Crm:Plugins:AutoEnable is off. Add it to Crm:Plugins:Enabled.";

    static HashSet<string> Ids(IConfigurationSection section) =>
        [.. section.GetChildren().Select(child => child.Value).Append(section.Value)
            .SelectMany(value => (value ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))];

    // Beside the program; in a checkout, where the plugins of the repository are built to.
    static string DefaultFolder()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "plugins");
        if (Directory.Exists(beside)) return beside;
        for (var parent = new DirectoryInfo(AppContext.BaseDirectory); parent is not null; parent = parent.Parent)
            if (File.Exists(Path.Combine(parent.FullName, "Crm.Headless.sln")))
                return Path.Combine(parent.FullName, "artifacts", "plugins");
        return beside;
    }
}
