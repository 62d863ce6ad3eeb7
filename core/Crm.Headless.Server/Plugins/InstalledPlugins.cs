using Crm.Headless.GraphQL;
using Crm.Headless.Server.Plugins.Life;

namespace Crm.Headless.Server.Plugins;

/// <summary>The plugins that were found, with what became of them.</summary>
sealed class InstalledPlugins(IReadOnlyList<PluginReport> reports)
{
    public IReadOnlyList<PluginReport> Reports => reports;
}

[QueryType]
static class PluginQueries
{
    /// <summary>The plugins of this installation, those that could not be started included, in the order of their start.</summary>
    [Authorize("plugins:admin")]
    public static IReadOnlyList<PluginReport> GetPlugins(InstalledPlugins installed, BrokenBuilds broken) => [.. installed.Reports.Select(broken.Of)];
}
