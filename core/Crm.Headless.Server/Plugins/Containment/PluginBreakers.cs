using System.Collections.Concurrent;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Server.Plugins.Containment;

/// <summary>A breaker for each plugin, and what its fields have cost since the server started.</summary>
sealed class PluginBreakers(TimeProvider clock, ILogger<PluginBreakers> log) : IFieldGuard
{
    readonly ConcurrentDictionary<string, PluginBreaker> _plugins = [];

    public PluginBreaker Of(string plugin) => _plugins.GetOrAdd(plugin, id => new(id, clock, log));

    public string? WhyNot(Owner owner, FieldMeter meter) => Of(owner.Id).WhyNot(meter);

    public FieldTurns TurnsOf(Owner owner) => Of(owner.Id).Turns;

    public void Ended(Field field, FieldOutcome outcome, TimeSpan time, FieldMeter meter, Task? running) =>
        Of(field.Owner.Id).Ended(outcome, time, meter, running);

    /// <summary>Somebody has put another version in its place, or says that it shall be called again.</summary>
    public void Reset(string plugin) => _plugins.TryRemove(plugin, out _);
}
