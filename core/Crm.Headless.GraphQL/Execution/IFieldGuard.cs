using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>Looks after fields that aren't core's: may keep the executor from calling them, and hears what became of each call.</summary>
public interface IFieldGuard
{
    /// <summary>Why fields of this owner aren't called now, for the client; null: they are.</summary>
    string? WhyNot(Owner owner);

    /// <summary>A call has ended, or isn't waited for any longer.</summary>
    /// <param name="running">The call that goes on although its time was over; null: it has ended.</param>
    void Ended(Field field, FieldOutcome outcome, TimeSpan time, FieldMeter meter, Task? running);
}

/// <summary>What became of a call of a field.</summary>
public enum FieldOutcome
{
    /// <summary>It returned, or refused its arguments in words that the client may read.</summary>
    Answered,

    /// <summary>It failed unexpectedly.</summary>
    Failed,

    /// <summary>It took longer than it may.</summary>
    TimedOut,

    /// <summary>Nobody waited for it any more.</summary>
    LeftAlone,
}

/// <summary>What one call of a field asks of the database. The data layer counts on the meter of whoever's call it works for.</summary>
public sealed class FieldMeter
{
    static readonly AsyncLocal<FieldMeter?> Working = new();

    int _statements;
    long _rows;

    /// <summary>Of the call that this thread works for; null: of none that is metered.</summary>
    public static FieldMeter? Current
    {
        get => Working.Value;
        internal set => Working.Value = value;
    }

    public int Statements => _statements;
    public long Rows => _rows;

    public void CountStatement() => Interlocked.Increment(ref _statements);

    public void CountRows(long rows) => Interlocked.Add(ref _rows, rows);
}

/// <summary>The owner's fields aren't called now.</summary>
sealed class FieldRefusedException(string reason) : Exception(reason);
