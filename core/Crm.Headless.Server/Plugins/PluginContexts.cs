namespace Crm.Headless.Server.Plugins;

/// <summary>All load contexts that were ever made, for as long as they are really there.</summary>
sealed class PluginContexts(ILogger<PluginContexts> log)
{
    readonly Lock _lock = new();
    readonly List<WeakReference> _contexts = [];

    /// <summary>Those in use, those not collected yet, and those that a leak keeps alive.</summary>
    public int Alive
    {
        get
        {
            lock (_lock)
            {
                _contexts.RemoveAll(context => !context.IsAlive);
                return _contexts.Count;
            }
        }
    }

    public void Add(LoadedPlugin plugin)
    {
        lock (_lock) _contexts.Add(new(plugin.Context));
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
