using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Server.Plugins;

/// <summary>A generation that is looked at and doesn't serve: it goes with its last look, or becomes one that does.</summary>
sealed class GenerationDraft(
    PluginCatalog catalog, GenerationParts parts, IReadOnlyList<LoadedPlugin> plugins, IReadOnlyList<PluginReport> reports,
    PluginContexts contexts) : IDisposable
{
    // Once it serves, nothing here may hold what it is made of: it has to be able to go before this does.
    GenerationParts? _parts = parts;
    IReadOnlyList<LoadedPlugin>? _plugins = plugins;

    public PluginCatalog Catalog => catalog;
    public GenerationParts Parts => _parts ?? throw Gone();
    public GraphQLSchema Schema => Parts.Schema;
    public IReadOnlyList<LoadedPlugin> Plugins => _plugins ?? throw Gone();

    /// <summary>What became of the plugins that were found, those that would be left out included.</summary>
    public IReadOnlyList<PluginReport> Reports => reports;

    /// <summary>The generation that it was a draft of, which is its taker's to dispose of.</summary>
    public Generation Become(int number)
    {
        var (made, by) = (Parts, Plugins);
        (_parts, _plugins) = (null, null);
        return new()
        {
            Revision = catalog.Revision,
            Reports = reports,
            Number = number,
            Schema = made.Schema,
            Executors = made.Executors,
            Plugins = by,
            Handlers = made.Handlers,
            Jobs = made.Jobs,
            Contexts = made.Contexts,
            Services = made.Services,
            Use = made.Use,
        };
    }

    public void Dispose()
    {
        if (_parts is null) return;
        try
        {
            Discard();
        }
        finally
        {
            contexts.Scrub();
        }
    }

    void Discard()
    {
        try
        {
            Parts.Dispose();
        }
        finally
        {
            foreach (var plugin in Plugins) plugin.Unload();
            (_parts, _plugins) = (null, null);
        }
    }

    static ObjectDisposedException Gone() => new(nameof(GenerationDraft));
}
