namespace Crm.Headless.Server.Plugins;

/// <summary>
/// Which plugins there are: <c>Folder</c>, <c>AutoEnable</c>, <c>Watch</c>, <c>WarmUp</c>, <c>Enabled</c> and <c>Disabled</c> of <c>Crm:Plugins</c>.
/// </summary>
/// <param name="Folder">Where they lie, one folder each.</param>
/// <param name="AutoEnable">Whether a plugin that lies there takes part without anybody having decided so; on in Development.</param>
/// <param name="Watch">Whether what is changed there counts at once; on in Development.</param>
/// <param name="WarmUp">Whether a server that starts reads a little of everything first; a change of plugins always does.</param>
sealed record PluginSettings(
    string Folder, bool AutoEnable, bool Watch, bool WarmUp, IReadOnlySet<string> Enabled,
    IReadOnlySet<string> Disabled)
{
    public const string AutoEnableSetting = "Crm:Plugins:AutoEnable", WatchSetting = "Crm:Plugins:Watch", WarmUpSetting = "Crm:Plugins:WarmUp";

    /// <param name="configuration">The settings.</param>
    /// <param name="isDevelopment">What holds where they say nothing.</param>
    public static PluginSettings Read(IConfiguration configuration, bool isDevelopment)
    {
        var section = configuration.GetSection("Crm:Plugins");
        return new(
            section["Folder"] is { Length: > 0 } folder ? Path.GetFullPath(folder) : DefaultFolder(),
            configuration.GetValue(AutoEnableSetting, isDevelopment),
            configuration.GetValue(WatchSetting, isDevelopment),
            configuration.GetValue(WarmUpSetting, true),
            Ids(section.GetSection("Enabled")),
            Ids(section.GetSection("Disabled")));
    }

    /// <summary>Why a plugin doesn't take part about which nothing was decided; null when it does.</summary>
    public string? WhyNot(string id) => IsForbidden(id)
        ? $"Plugin \"{id}\" is disabled by the setting Crm:Plugins:Disabled. Take it off that list to enable it."
        : AutoEnable || Enabled.Contains(id) ? null
        : $"Plugin \"{id}\" waits to be enabled, because Crm:Plugins:AutoEnable is off. Enable it with \"crm plugin enable {id}\".";

    /// <summary>Whoever runs the server has the last word, whatever the administrators of its content decided.</summary>
    public bool IsForbidden(string id) => Disabled.Contains(id);

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
