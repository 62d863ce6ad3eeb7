namespace Crm.Headless.Server.Plugins;

/// <summary>All load contexts that were ever made, for as long as they are really there.</summary>
sealed class PluginContexts(ILogger<PluginContexts> log)
{
    readonly Lock _lock = new();
    readonly List<(string Plugin, WeakReference Context)> _contexts = [];

    /// <summary>Those in use, those not collected yet, and those that a leak keeps alive.</summary>
    public int Alive => Staying.Count;

    /// <summary>The ids of their plugins, one for each.</summary>
    public IReadOnlyList<string> Staying
    {
        get
        {
            lock (_lock)
            {
                _contexts.RemoveAll(one => !one.Context.IsAlive);
                return _contexts.ConvertAll(one => one.Plugin);
            }
        }
    }

    public void Add(LoadedPlugin plugin)
    {
        lock (_lock) _contexts.Add((plugin.Id, new(plugin.Context)));
    }

    /// <summary>Lets go of what the runtime's own caches remember of plugins; what is in use fills them again.</summary>
    public void Scrub()
    {
        foreach (var missing in RuntimeCaches.Scrub())
            log.LogWarning(
                "{Cache} isn't where this host looks for it: unloaded plugins may stay in memory. Restart after some updates of plugins.",
                missing);
    }
}
