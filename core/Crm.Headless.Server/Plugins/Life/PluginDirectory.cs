using Crm.Headless.Server.Plugins.Settings;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>
/// Which plugins shall take part: what was decided, and what lies in the plugins folder. An installed package takes the place of a
/// folder with the same id.
/// </summary>
sealed class PluginDirectory(PluginSettings settings, PluginStore store, PluginCache cache, SettingsSource values)
{
    readonly SortedDictionary<string, string> _seen = new(StringComparer.Ordinal);

    public async Task<PluginCatalog> ReadAsync(CancellationToken ct) => await ComposeAsync(await store.ReadAsync(ct), Nothing, ct);

    /// <param name="fallBack">Plugins whose package in force can't run here, with the reason: those before them take their place.</param>
    public async Task<PluginCatalog> ReadAsync(IReadOnlyDictionary<string, string> fallBack, CancellationToken ct) =>
        await ComposeAsync(await store.ReadAsync(ct), fallBack, ct);

    /// <summary>As it would be if this were decided.</summary>
    public Task<PluginCatalog> ReadAsync(PluginDecisions decided, CancellationToken ct) => ComposeAsync(decided, Nothing, ct);

    /// <summary>Whether the plugins folder has it.</summary>
    public PluginFolder? InFolder(string plugin) =>
        PluginCatalog.Read(settings.Folder).Folders.FirstOrDefault(folder => folder.Manifest.Id == plugin);

    /// <summary>Why it can't be enabled by a decision; null when it can.</summary>
    public string? WhyForbidden(string plugin) => settings.IsForbidden(plugin) ? settings.WhyNot(plugin) : null;

    /// <summary>Those that took part from the plugins folder since this server started.</summary>
    (string Plugin, string Path)[] Seen(IEnumerable<PluginFolder> now)
    {
        lock (_seen)
        {
            foreach (var folder in now.Where(folder => folder.Hash is null)) _seen[folder.Manifest.Id] = folder.Path;
            return [.. _seen.Select(one => (one.Key, one.Value))];
        }
    }

    static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    async Task<PluginCatalog> ComposeAsync(PluginDecisions decided, IReadOnlyDictionary<string, string> fallBack, CancellationToken ct)
    {
        var lying = PluginCatalog.Read(settings.Folder);
        var wanted = new List<PluginFolder>();
        var reports = new List<PluginReport>(lying.Refused);
        var notes = new Dictionary<string, string>();
        foreach (var folder in lying.Folders)
        {
            var decision = decided.ByPlugin.GetValueOrDefault(folder.Manifest.Id);
            if (decision?.Hash is not null) continue;
            if (WhyNot(folder.Manifest.Id, decision) is { } reason) reports.Add(PluginReport.Of(folder.Manifest, PluginStatus.Disabled, reason));
            else wanted.Add(decision is null || settings.AutoEnable ? folder : folder with { Grants = ScopeList.Read(decision.Grants) });
        }
        reports.AddRange(
            from seen in Seen(wanted)
            where !decided.ByPlugin.ContainsKey(seen.Plugin) && lying.Folders.All(folder => folder.Manifest.Id != seen.Plugin) && !Directory.Exists(seen.Path)
            select Vanished(seen.Plugin));
        foreach (var decision in decided.ByPlugin.Values.OrderBy(row => row.Plugin, StringComparer.Ordinal))
        {
            if (decision.Hash is null)
            {
                if (decision.IsEnabled && lying.Folders.All(folder => folder.Manifest.Id != decision.Plugin)) reports.Add(Vanished(decision.Plugin));
            }
            else if (WhyNot(decision.Plugin, decision) is { } reason)
            {
                reports.Add(new(decision.Plugin, decision.Version, PluginStatus.Disabled, reason) { PackageHash = decision.Hash });
            }
            else
            {
                await AddPackageAsync(decision, fallBack, wanted, reports, notes, ct);
            }
        }
        return new(wanted, reports)
        {
            Revision = decided.Revision,
            Notes = notes,
            Settings = wanted.ToDictionary(folder => folder.Manifest.Id, folder => values.Of(folder.Manifest.Id, decided.Settings.GetValueOrDefault(folder.Manifest.Id))),
        };
    }

    async Task AddPackageAsync(
        PluginInstallation decision, IReadOnlyDictionary<string, string> fallBack, List<PluginFolder> wanted, List<PluginReport> reports,
        Dictionary<string, string> notes, CancellationToken ct)
    {
        try
        {
            if (!fallBack.TryGetValue(decision.Plugin, out var reason))
            {
                wanted.Add(await cache.UnpackAsync(decision.Hash!, ct) with { Grants = ScopeList.Read(decision.Grants) });
                return;
            }
            var previous = await cache.UnpackAsync(decision.PreviousHash!, ct);
            wanted.Add(previous);
            notes[decision.Plugin] = $"Version {decision.Version} is installed but can't run here, so {previous.Manifest.Version} goes on: {reason}";
        }
        catch (PluginException error)
        {
            reports.Add(new(decision.Plugin, decision.Version, PluginStatus.Failed, error.Message) { PackageHash = decision.Hash });
        }
    }

    string? WhyNot(string plugin, PluginInstallation? decision) => decision is null || settings.IsForbidden(plugin)
        ? settings.WhyNot(plugin)
        : decision.IsEnabled ? null : $"Plugin \"{plugin}\" was disabled. Its data is kept; enable it with \"crm plugin enable {plugin}\".";

    static PluginReport Vanished(string plugin) => new(plugin, null, PluginStatus.Disabled,
        $"Plugin \"{plugin}\" was enabled from the plugins folder, where it isn't any more. Its data is kept; put its folder back, or install a package of it.");
}
