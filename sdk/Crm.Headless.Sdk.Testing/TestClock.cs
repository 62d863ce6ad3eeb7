namespace Crm.Headless.Testing;

/// <summary>The host's clock: goes on like the real one, from a moment that a test can move.</summary>
public sealed class TestClock : TimeProvider
{
    long _offsetTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _offsetTicks));

    /// <summary>Moves the clock, forward or back.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);

    /// <summary>Moves the clock so that it is this moment now.</summary>
    public void Set(DateTimeOffset moment) => Interlocked.Exchange(ref _offsetTicks, (moment - System.GetUtcNow()).Ticks);
}
