using System.Collections.Concurrent;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>
/// What the resolvers of each owner took, and of plugins each field, for the cost report. Calls that run side by side count each in full.
/// </summary>
sealed class FieldCosts(TimeProvider clock)
{
    readonly ConcurrentDictionary<string, TimeSpan> _times = [];
    readonly ConcurrentDictionary<(string Plugin, string Coordinate), FieldCost> _fields = [];

    public long Start() => clock.GetTimestamp();

    public void Stop(Owner owner, long start) => Add(owner, clock.GetElapsedTime(start));

    /// <param name="coordinate">As <c>Contact.loyalty</c>.</param>
    public void Add(Owner plugin, string coordinate, TimeSpan time, FieldMeter meter)
    {
        Add(plugin, time);
        var cost = new FieldCost(1, time, meter.Statements, meter.Rows);
        _fields.AddOrUpdate((plugin.Id, coordinate), static (_, one) => one, static (_, sum, one) => sum + one, cost);
    }

    public IReadOnlyDictionary<string, object?> Milliseconds => _times.ToDictionary(entry => entry.Key, entry => (object?)Round(entry.Value));

    /// <summary>By plugin and field.</summary>
    public IReadOnlyDictionary<string, object?> Plugins => _fields.GroupBy(entry => entry.Key.Plugin).ToDictionary(
        plugin => plugin.Key, plugin => (object?)plugin.OrderBy(entry => entry.Key.Coordinate, StringComparer.Ordinal)
            .ToDictionary(entry => entry.Key.Coordinate, entry => (object?)Describe(entry.Value)));

    void Add(Owner owner, TimeSpan time) => _times.AddOrUpdate(owner.Id, static (_, one) => one, static (_, sum, one) => sum + one, time);

    static Dictionary<string, object?> Describe(FieldCost cost) => new()
    {
        ["calls"] = cost.Calls,
        ["milliseconds"] = Round(cost.Time),
        ["statements"] = cost.Statements,
        ["rows"] = cost.Rows,
    };

    static double Round(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);

    sealed record FieldCost(int Calls, TimeSpan Time, int Statements, long Rows)
    {
        public static FieldCost operator +(FieldCost a, FieldCost b) => new(a.Calls + b.Calls, a.Time + b.Time, a.Statements + b.Statements, a.Rows + b.Rows);
    }
}
