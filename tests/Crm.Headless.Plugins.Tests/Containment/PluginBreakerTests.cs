using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Plugins.Containment;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crm.Headless.Plugins.Tests.Containment;

public sealed class PluginBreakerTests
{
    readonly Clock _clock = new();

    [Fact]
    public void Of_many_that_ask_at_once_after_the_pause_one_is_let_through()
    {
        var breaker = OpenOne();
        _clock.Now += TimeSpan.FromSeconds(31);
        var let = 0;
        Parallel.For(0, 1_000, _ =>
        {
            if (breaker.WhyNot(new()) is null) Interlocked.Increment(ref let);
        });
        Assert.Equal(1, let);
    }

    [Fact]
    public void What_began_before_it_opened_decides_nothing_when_it_ends()
    {
        var (early, late) = (new FieldMeter(), new FieldMeter());
        var breaker = New();
        Assert.Null(breaker.WhyNot(early));
        Assert.Null(breaker.WhyNot(late));
        for (var time = 0; time < 3; time++) End(breaker, new(), FieldOutcome.TimedOut);
        End(breaker, early, FieldOutcome.Answered);
        Assert.Equal(PluginBreakerState.Open, breaker.State);

        _clock.Now += TimeSpan.FromSeconds(31);
        var probe = new FieldMeter();
        Assert.Null(breaker.WhyNot(probe));
        End(breaker, late, FieldOutcome.TimedOut);
        Assert.NotNull(breaker.WhyNot(new())); // The one that was let through is still waited for.
        End(breaker, probe, FieldOutcome.Answered);
        Assert.Equal(PluginBreakerState.Closed, breaker.State);
    }

    [Fact]
    public void Clients_that_go_away_switch_off_nothing_unless_what_they_asked_for_never_ends()
    {
        var (breaker, endless) = (New(), new TaskCompletionSource());
        for (var time = 0; time < 100; time++) breaker.Ended(FieldOutcome.LeftAlone, TimeSpan.FromMilliseconds(1), new(), endless.Task);
        Assert.Equal(PluginBreakerState.Closed, breaker.State);

        _clock.Now += TimeSpan.FromSeconds(11);
        End(breaker, new(), FieldOutcome.Answered);
        Assert.Equal(PluginBreakerState.Open, breaker.State);
    }

    [Fact]
    public void Nobody_is_counted_twice_or_forgotten_by_calls_on_all_threads()
    {
        var breaker = New();
        var outcomes = Enum.GetValues<FieldOutcome>();
        Parallel.For(0, 10_000, call => End(breaker, new(), outcomes[call % outcomes.Length]));
        Assert.Equal((10_000, 5_000, 2_500), (breaker.Cost.Calls, breaker.Cost.Failures, breaker.Cost.Timeouts));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_happens_in_whatever_order_it_keeps_its_word(int seed)
    {
        var (random, breaker, flying) = (new Random(seed), New(), new List<(FieldMeter Call, bool IsProbe)>());
        var opened = 0;
        for (var step = 0; step < 5_000; step++)
        {
            var before = breaker.State;
            if (random.Next(10) == 0)
            {
                _clock.Now += TimeSpan.FromSeconds(random.Next(40));
                Assert.True(breaker.State == before || (before, breaker.State) == (PluginBreakerState.Open, PluginBreakerState.HalfOpen));
            }
            else if (flying.Count == 0 || random.Next(2) == 0)
            {
                var call = new FieldMeter();
                var isLet = breaker.WhyNot(call) is null;
                var isProbing = flying.Any(other => other.IsProbe);
                Assert.Equal(before == PluginBreakerState.Closed || before == PluginBreakerState.HalfOpen && !isProbing, isLet);
                if (isLet) flying.Add((call, before == PluginBreakerState.HalfOpen));
            }
            else
            {
                var (call, isProbe) = flying[random.Next(flying.Count)];
                flying.RemoveAll(other => other.Call == call);
                var outcome = (FieldOutcome)random.Next(4);
                End(breaker, call, outcome);
                if (before == PluginBreakerState.Closed && breaker.State != before) opened++;
                if (before != PluginBreakerState.Closed)
                    Assert.Equal(isProbe && outcome == FieldOutcome.Answered, breaker.State == PluginBreakerState.Closed);
            }
        }
        Assert.InRange(opened, 10, 5_000);
    }

    PluginBreaker New() => new("acme.some", _clock, NullLogger.Instance);

    PluginBreaker OpenOne()
    {
        var breaker = New();
        for (var time = 0; time < 3; time++) End(breaker, new(), FieldOutcome.TimedOut);
        Assert.Equal(PluginBreakerState.Open, breaker.State);
        return breaker;
    }

    static void End(PluginBreaker breaker, FieldMeter call, FieldOutcome outcome) => breaker.Ended(outcome, TimeSpan.FromMilliseconds(1), call, null);

    sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
