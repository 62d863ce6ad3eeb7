namespace Crm.Headless.Server.Input;

/// <summary>Moments as both databases keep them: in UTC, to the microsecond.</summary>
static class Clock
{
    public static DateTimeOffset Now(this TimeProvider clock) => Kept(clock.GetUtcNow());

    public static DateTimeOffset Kept(DateTimeOffset moment) =>
        new(moment.UtcTicks - moment.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
