namespace Crm.Headless.Server.Events;

/// <summary>A place in the feed: everything up to it was read. Comparable, in the order of the feed.</summary>
readonly record struct FeedPosition(long TransactionId, long Sequence) : IComparable<FeedPosition>
{
    public static FeedPosition Start => default;

    public int CompareTo(FeedPosition other) =>
        TransactionId != other.TransactionId ? TransactionId.CompareTo(other.TransactionId) : Sequence.CompareTo(other.Sequence);

    public static bool operator <(FeedPosition a, FeedPosition b) => a.CompareTo(b) < 0;
    public static bool operator >(FeedPosition a, FeedPosition b) => a.CompareTo(b) > 0;
    public static bool operator <=(FeedPosition a, FeedPosition b) => a.CompareTo(b) <= 0;
    public static bool operator >=(FeedPosition a, FeedPosition b) => a.CompareTo(b) >= 0;
}
