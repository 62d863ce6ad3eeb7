using System.Collections.Concurrent;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Plugins.Life;

namespace Crm.Headless.Server.Plugins.Containment;

/// <summary>A breaker for each plugin, and what its fields have cost since the server started.</summary>
sealed class PluginBreakers(TimeProvider clock, ILogger<PluginBreakers> log, ExecutorOptions? limits = null) : IFieldGuard, IPluginCode
{
    readonly TimeSpan _limit = (limits ?? new()).MaxPluginFieldTime;
    readonly ConcurrentDictionary<string, PluginBreaker> _plugins = [];
    readonly ConcurrentDictionary<string, string> _decided = [];

    public PluginBreaker Of(string plugin) => _plugins.GetOrAdd(plugin, id => new(id, clock, log));

    public string? WhyNot(Owner owner, FieldMeter meter) => Of(owner.Id).WhyNot(meter);

    public FieldTurns TurnsOf(Owner owner) => Of(owner.Id).Turns;

    public void Ended(Owner owner, FieldOutcome outcome, TimeSpan time, FieldMeter meter, Task? running) =>
        Of(owner.Id).Ended(outcome, time, meter, running);

    /// <summary>
    /// For what core needs of a plugin at once, in the middle of its own work: the caller's thread waits, but no longer than a field may take.
    /// </summary>
    /// <param name="what">For messages, such as <c>The row policy "Mine"</c>.</param>
    /// <exception cref="PluginTimeoutException">It took too long.</exception>
    public T Run<T>(Owner owner, string what, Func<T> code)
    {
        // Not the breaker of its fields: nobody shall be refused records of core because another field of the plugin fails.
        var (breaker, meter, start) = (Of($"{owner.Id}: {what}"), new FieldMeter(), clock.GetTimestamp());
        if (breaker.WhyNot(meter) is not null) throw new PluginTimeoutException(owner, what, _limit, "It isn't called now, and tried again by and by.");
        var call = Task.Run(code);
        var outcome = FieldOutcome.Failed;
        try
        {
            if (!((IAsyncResult)call).AsyncWaitHandle.WaitOne(_limit))
            {
                outcome = FieldOutcome.TimedOut;
                throw new PluginTimeoutException(owner, what, _limit);
            }
            var result = call.GetAwaiter().GetResult();
            outcome = FieldOutcome.Answered;
            return result;
        }
        finally
        {
            breaker.Ended(outcome, clock.GetElapsedTime(start), meter, call.IsCompleted ? null : call);
        }
    }

    /// <summary>
    /// Has plugins begin anew about which something was decided since they were looked at the last time, on whichever node, or whose code
    /// is another.
    /// </summary>
    public void Follow(PluginDecisions decided, IEnumerable<LoadedPlugin> plugins)
    {
        foreach (var plugin in plugins)
        {
            var (row, settings) = (decided.ByPlugin.GetValueOrDefault(plugin.Id), decided.Settings.GetValueOrDefault(plugin.Id));
            var now = $"{plugin.Instance.GetType().Module.ModuleVersionId} {row?.UpdatedAt:O} {settings?.Version}";
            if (_decided.TryGetValue(plugin.Id, out var before) && before != now) Reset(plugin.Id);
            _decided[plugin.Id] = now;
        }
    }

    /// <summary>Somebody has put another version in its place, or says that it shall be called again.</summary>
    public void Reset(string plugin)
    {
        _decided.TryRemove(plugin, out _); // What was decided here isn't news the next time.
        foreach (var id in _plugins.Keys)
            if (id == plugin || id.StartsWith($"{plugin}: ", StringComparison.Ordinal)) _plugins.TryRemove(id, out _);
    }
}
