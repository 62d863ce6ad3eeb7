using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.Server.Plugins.Containment;

/// <summary>
/// Switches a plugin's fields off that time out, or fail more often than not. After a pause one call is let through: when it answers, so are
/// the others. Calls that go on although their time was over may each take a processor: with two of them it opens, and stays so until they end.
/// </summary>
sealed class PluginBreaker(string plugin, TimeProvider clock, ILogger log)
{
    const int MostRunning = 2, MostTimeouts = 3, MostFailures = 20;
    static readonly TimeSpan Window = TimeSpan.FromMinutes(1), Pause = TimeSpan.FromSeconds(30);

    /// <summary>Until a call that nobody waits for any more should have noticed that.</summary>
    static readonly TimeSpan Leave = TimeSpan.FromSeconds(10);

    readonly Lock _changing = new();
    readonly List<(Task Call, DateTimeOffset IsLateFrom)> _running = [];
    DateTimeOffset _windowEnds, _openUntil;
    int _calls, _failures, _timeouts;
    bool _isOpen;
    FieldMeter? _probe; // of the one call that was let through
    PluginCost _cost = PluginCost.None;

    /// <summary>A small part of the thread pool's (see <see cref="HostDefaults"/>): the others go on when all of them are lost.</summary>
    public FieldTurns Turns { get; } = new(calls: 32, threads: Math.Max(4, 2 * Environment.ProcessorCount));

    /// <summary>Since the server started, or the plugin was changed.</summary>
    public PluginCost Cost
    {
        get
        {
            lock (_changing) return _cost;
        }
    }

    public PluginBreakerState State
    {
        get
        {
            lock (_changing) return !_isOpen ? PluginBreakerState.Closed : IsPausing ? PluginBreakerState.Open : PluginBreakerState.HalfOpen;
        }
    }

    bool IsPausing => clock.GetUtcNow() < _openUntil || LateCalls >= MostRunning;

    /// <summary>Each may keep a processor.</summary>
    int LateCalls => _running.Count(running => !running.Call.IsCompleted && running.IsLateFrom <= clock.GetUtcNow());

    /// <summary>For the client; null: it may be called.</summary>
    public string? WhyNot(FieldMeter call)
    {
        lock (_changing)
        {
            if (!_isOpen) return null;
            if (!IsPausing && _probe is null)
            {
                _probe = call;
                return null;
            }
            return $"Plugin \"{plugin}\" isn't called now, because it took too long or failed too often. It is tried again by and by; "
                + $"an administrator finds the reason in the log, and lets it be called at once with \"crm plugin enable {plugin}\".";
        }
    }

    public void Ended(FieldOutcome outcome, TimeSpan time, FieldMeter meter, Task? running)
    {
        lock (_changing)
        {
            _cost = _cost.With(outcome, time, meter);
            _running.RemoveAll(other => other.Call.IsCompleted);
            if (running is not null) _running.Add((running, clock.GetUtcNow() + (outcome == FieldOutcome.TimedOut ? TimeSpan.Zero : Leave)));
            if (_probe == meter) EndProbe(outcome);
            else if (!_isOpen) Count(outcome);
        }
    }

    void EndProbe(FieldOutcome outcome)
    {
        _probe = null;
        if (outcome == FieldOutcome.Answered)
        {
            (_isOpen, _calls, _failures, _timeouts) = (false, 0, 0, 0);
            log.LogInformation("Plugin {Plugin} answers, and is called again.", plugin);
        }
        else if (outcome != FieldOutcome.LeftAlone)
        {
            _openUntil = clock.GetUtcNow() + Pause;
        }
    }

    void Count(FieldOutcome outcome)
    {
        var now = clock.GetUtcNow();
        if (now >= _windowEnds) (_windowEnds, _calls, _failures, _timeouts) = (now + Window, 0, 0, 0);
        _calls++;
        if (outcome is FieldOutcome.Failed or FieldOutcome.TimedOut) _failures++;
        if (outcome == FieldOutcome.TimedOut) _timeouts++;
        if (_timeouts < MostTimeouts && LateCalls < MostRunning && (_failures < MostFailures || _failures * 2 <= _calls)) return;
        (_isOpen, _openUntil) = (true, now + Pause);
        log.LogError(
            "Plugin {Plugin} isn't called for {Pause}: of its last {Calls} calls {Failures} failed, {Timeouts} of them because they took too long.",
            plugin, Pause, _calls, _failures, _timeouts);
    }
}

/// <summary>Whether a plugin's fields are called.</summary>
enum PluginBreakerState
{
    /// <summary>They are.</summary>
    Closed,

    /// <summary>They aren't, because they took too long or failed too often.</summary>
    Open,

    /// <summary>One call is let through, to find out whether they answer again.</summary>
    HalfOpen,
}

/// <summary>What the fields of a plugin have cost since the server started, or since the plugin was changed.</summary>
/// <param name="Calls">How often fields were called, each for all its parents at once.</param>
/// <param name="Failures">Calls that failed unexpectedly or took too long.</param>
/// <param name="Timeouts">Calls among them that took too long.</param>
/// <param name="Milliseconds">All calls together.</param>
/// <param name="Statements">SQL statements of all calls.</param>
/// <param name="Rows">Rows that those read.</param>
sealed record PluginCost(long Calls, long Failures, long Timeouts, double Milliseconds, long Statements, long Rows)
{
    public static PluginCost None { get; } = new(0, 0, 0, 0, 0, 0);

    public PluginCost With(FieldOutcome outcome, TimeSpan time, FieldMeter meter) => new(
        Calls + 1, Failures + (outcome is FieldOutcome.Failed or FieldOutcome.TimedOut ? 1 : 0), Timeouts + (outcome == FieldOutcome.TimedOut ? 1 : 0),
        Math.Round(Milliseconds + time.TotalMilliseconds, 3), Statements + meter.Statements, Rows + meter.Rows);
}
