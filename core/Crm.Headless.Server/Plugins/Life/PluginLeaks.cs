using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>
/// Tells the load contexts that a plugin's own leak keeps alive (a timer, a thread, a handler of a static event) from those that are only not
/// collected yet. From five on the server asks to be restarted: nothing else brings that memory back.
/// </summary>
sealed class PluginLeaks(PluginContexts contexts, ILogger<PluginLeaks> log)
{
    const int Bearable = 4, Collections = 8;
    static readonly TimeSpan Settle = TimeSpan.FromSeconds(5), BetweenCollections = TimeSpan.FromMilliseconds(400);

    long _collectedAt;
    int _warnedOf;

    /// <summary>Why this server should be restarted; null: it need not.</summary>
    public string? RestartReason { get; private set; }

    /// <summary>Now and then. Has the garbage collected beside the work only where it has to be known what is left.</summary>
    public void Look()
    {
        var suspects = contexts.Unloaded;
        if (suspects.Count <= Bearable)
        {
            RestartReason = null;
            return;
        }
        var leaked = suspects.Where(IsLeaked).ToList();
        if (leaked.Count < suspects.Count) Collect();
        RestartReason = leaked.Count > Bearable ? Reason(leaked) : null;
        if (RestartReason is null || leaked.Count <= _warnedOf) return;
        _warnedOf = leaked.Count;
        log.LogWarning("{Reason}", RestartReason);
    }

    static bool IsLeaked(UnloadedContext context) => GC.CollectionCount(GC.MaxGeneration) - context.Collections >= Collections
        && Environment.TickCount64 - context.At >= Settle.TotalMilliseconds;

    void Collect()
    {
        if (Environment.TickCount64 - _collectedAt < BetweenCollections.TotalMilliseconds) return;
        contexts.Scrub();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        _collectedAt = Environment.TickCount64;
    }

    static string Reason(IReadOnlyList<UnloadedContext> leaked)
    {
        var plugins = leaked.CountBy(context => context.Plugin).OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal);
        return $"{leaked.Count} versions of plugins that were taken out are still in memory, of {string.Join(", ", plugins.Select(one => $"\"{one.Key}\" {one.Value}"))}: "
            + "something of them still runs or is referred to, such as a timer, a thread or a handler of a static event. Restart this server when it suits, "
            + "and ask the author to end it when the plugin goes: the conformance kit finds it.";
    }
}

[QueryType, Authorize("plugins:admin")]
static class PluginLeakQueries
{
    /// <summary>
    /// Why the server that answers should be restarted: plugins that were taken out, and that can't be removed from memory because something of
    /// them still runs. Null: it need not be.
    /// </summary>
    public static string? GetPluginRestartReason(PluginLeaks leaks) => leaks.RestartReason;
}
