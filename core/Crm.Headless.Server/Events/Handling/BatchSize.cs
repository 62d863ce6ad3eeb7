namespace Crm.Headless.Server.Events;

/// <summary>How many events are committed together: many for the sake of speed, but so few that other writers hardly wait.</summary>
sealed class BatchSize(int max)
{
    static readonly TimeSpan Short = TimeSpan.FromMilliseconds(15);
    static readonly TimeSpan Long = TimeSpan.FromMilliseconds(40);
    const int CalmAfterTrouble = 16;
    const int SmallForSpeed = 16; // smaller ones cost more for their commits than they spare others

    int _calm;

    public int Current { get; private set; } = Math.Min(32, max);

    public void Committed(TimeSpan held)
    {
        if (_calm > 0) _calm--;
        else if (held < Short) Current = Math.Min(Current * 2, max);
        else if (held > Long) Current = Math.Max(Current / 2, Math.Min(Current, SmallForSpeed));
    }

    /// <summary>Events of one batch disturbed each other: one by one for a while.</summary>
    public void OneByOne() => (Current, _calm) = (1, CalmAfterTrouble);
}
