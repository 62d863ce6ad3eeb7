using System.Collections.Concurrent;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>How long the resolvers of each owner took, for the cost report. Calls that run side by side count each in full.</summary>
sealed class OwnerTimes(TimeProvider clock)
{
    readonly ConcurrentDictionary<string, TimeSpan> _times = [];

    public long Start() => clock.GetTimestamp();

    public void Stop(Owner owner, long start) =>
        _times.AddOrUpdate(owner.Id, static (_, time) => time, static (_, sum, time) => sum + time, clock.GetElapsedTime(start));

    public IReadOnlyDictionary<string, object?> Milliseconds =>
        _times.ToDictionary(entry => entry.Key, entry => (object?)Math.Round(entry.Value.TotalMilliseconds, 3));
}
