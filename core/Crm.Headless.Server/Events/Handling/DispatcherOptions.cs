namespace Crm.Headless.Server.Events;

/// <summary>Configuration section <c>Crm:Events</c>.</summary>
sealed class DispatcherOptions
{
    /// <summary>Looks for new events this often even when nobody tells of any: another process may have written them.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A handler that takes longer for one event is cancelled and, if it doesn't care, given up on: a failure.</summary>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After so many failures an event stays parked until somebody asks for it.</summary>
    public int MaxAttempts { get; set; } = 10;

    /// <summary>Events that are handled and committed together at most; fewer when a commit would keep other writers waiting.</summary>
    public int MaxBatch { get; set; } = 400;

    /// <summary>The wait after the first failure; each further one waits four times as long, up to <see cref="MaxDelay"/>.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(1);
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Null: not again by itself.</summary>
    public TimeSpan? DelayAfter(int attempts) => attempts >= MaxAttempts
        ? null
        : TimeSpan.FromTicks((long)Math.Min(FirstDelay.Ticks * Math.Pow(4, attempts - 1), MaxDelay.Ticks));
}
