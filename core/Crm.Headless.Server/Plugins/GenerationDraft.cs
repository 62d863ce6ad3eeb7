using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Server.Plugins;

/// <summary>A generation that is looked at and doesn't serve.</summary>
sealed class GenerationDraft(
    GenerationParts parts, IReadOnlyList<LoadedPlugin> plugins, IReadOnlyList<PluginReport> reports, PluginContexts contexts) : IDisposable
{
    public GraphQLSchema Schema => parts.Schema;
    public IReadOnlyList<LoadedPlugin> Plugins => plugins;

    /// <summary>What became of the plugins that were found, those that would be left out included.</summary>
    public IReadOnlyList<PluginReport> Reports => reports;

    public void Dispose()
    {
        parts.Dispose();
        foreach (var plugin in plugins) plugin.Unload();
        contexts.Scrub();
    }
}
