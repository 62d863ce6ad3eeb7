namespace Crm.Headless.Server.Plugins.Life;

/// <summary>Plugins whose folder holds something that can't run, while what was there before goes on serving.</summary>
sealed class BrokenBuilds
{
    volatile IReadOnlyDictionary<string, string> _reasons = new Dictionary<string, string>();

    /// <summary>By plugin.</summary>
    public void Are(IReadOnlyDictionary<string, string> reasons) => _reasons = reasons;

    /// <summary>The report with what there is to say of its folder.</summary>
    public PluginReport Of(PluginReport report) => report.Status == PluginStatus.Enabled && _reasons.TryGetValue(report.Id, out var reason)
        ? report with { Message = $"Version {report.Version} goes on, because what lies in the plugins folder now can't take its place: {reason}" }
        : report;
}
