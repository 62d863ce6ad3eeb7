using System.Runtime.CompilerServices;

namespace Crm.Headless.Server.Plugins;

/// <summary>All load contexts that were ever made, for as long as they are really there.</summary>
sealed class PluginContexts(ILogger<PluginContexts> log)
{
    readonly Lock _lock = new();
    readonly List<Known> _contexts = [];

    /// <summary>Those in use, those not collected yet, and those that a leak keeps alive.</summary>
    public int Alive => Present().Count;

    /// <summary>The ids of their plugins, one for each.</summary>
    public IReadOnlyList<string> Staying => [.. Present().Select(context => context.Plugin)];

    /// <summary>Those that nobody uses any more and that are still there.</summary>
    public IReadOnlyList<UnloadedContext> Unloaded => [.. Present().Select(context => context.Unloaded).OfType<UnloadedContext>()];

    public void Add(LoadedPlugin plugin)
    {
        lock (_lock) _contexts.Add(Know(plugin));
    }

    /// <summary>Lets go of what the runtime's own caches remember of plugins; what is in use fills them again.</summary>
    public void Scrub()
    {
        foreach (var missing in RuntimeCaches.Scrub())
            log.LogWarning(
                "{Cache} isn't where this host looks for it: unloaded plugins may stay in memory. Restart after some updates of plugins.",
                missing);
    }

    // On a frame of its own: no local of the caller may keep the plugin.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static Known Know(LoadedPlugin plugin)
    {
        var (id, known) = (plugin.Id, new Known(plugin.Id, new(plugin.Context)));
        plugin.Context.Unloading += _ => known.Unloaded ??= new(id, Environment.TickCount64, GC.CollectionCount(GC.MaxGeneration));
        return known;
    }

    List<Known> Present()
    {
        lock (_lock)
        {
            _contexts.RemoveAll(known => !known.Context.IsAlive);
            return [.. _contexts];
        }
    }

    sealed class Known(string plugin, WeakReference context)
    {
        public string Plugin => plugin;
        public WeakReference Context => context;
        public UnloadedContext? Unloaded { get; set; }
    }
}

/// <summary>A load context that was told to go.</summary>
/// <param name="Plugin">Whose it was.</param>
/// <param name="At">When, by the milliseconds of the machine.</param>
/// <param name="Collections">The full collections of garbage before that.</param>
sealed record UnloadedContext(string Plugin, long At, int Collections);
