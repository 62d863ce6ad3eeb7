using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>Looks after fields that aren't core's: may keep the executor from calling them, and hears what became of each call.</summary>
public interface IFieldGuard
{
    /// <summary>Why fields of this owner aren't called now, for the client; null: they are.</summary>
    /// <param name="meter">Of the call that would begin. Its end is told with the same.</param>
    string? WhyNot(Owner owner, FieldMeter meter);

    /// <summary>How many calls of this owner may go on side by side; those that were begun before keep the turns they have.</summary>
    FieldTurns TurnsOf(Owner owner);

    /// <summary>A call has ended, or isn't waited for any longer.</summary>
    /// <param name="running">The call that goes on although its time was over; null: it has ended.</param>
    void Ended(Owner owner, FieldOutcome outcome, TimeSpan time, FieldMeter meter, Task? running);
}

/// <summary>
/// Runs what core needs of a plugin at once, in the middle of its own work. Found among the request's services; not there: nobody bounds it.
/// </summary>
public interface IPluginCode
{
    /// <param name="what">For messages, such as <c>The row policy "Mine"</c>.</param>
    /// <exception cref="PluginTimeoutException">It took longer than a field may.</exception>
    T Run<T>(Owner plugin, string what, Func<T> code);
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

/// <summary>
/// Bounds what one owner's calls can take from the others, however many are asked for at once: code that doesn't return keeps a thread.
/// </summary>
/// <param name="calls">From their beginning to their end.</param>
/// <param name="threads">While their code runs before it first waits, and while what it returned is walked.</param>
public sealed class FieldTurns(int calls, int threads)
{
    readonly SemaphoreSlim _calls = new(calls), _threads = new(threads);

    /// <summary>Calls code of the owner that is no field.</summary>
    /// <param name="work">On this thread until it first waits.</param>
    /// <param name="meter">Counts what it asks of the database.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, FieldMeter meter, CancellationToken ct)
    {
        FieldMeter.Current = meter;
        using var turn = await CallAsync(ct);
        Task<T> call;
        using (await ThreadAsync(ct)) call = work(ct);
        return await call;
    }

    internal Task<Turn> CallAsync(CancellationToken ct) => TakeAsync(_calls, ct);

    internal Task<Turn> ThreadAsync(CancellationToken ct) => TakeAsync(_threads, ct);

    /// <summary>Begins a call in a turn for its thread, and waits for its end without one.</summary>
    internal async Task<T> BeginAsync<T>(Func<CancellationToken, ValueTask<T>> work, CancellationToken ct)
    {
        ValueTask<T> call;
        using (await ThreadAsync(ct)) call = work(ct);
        return await call;
    }

    static async Task<Turn> TakeAsync(SemaphoreSlim turns, CancellationToken ct)
    {
        if (!turns.Wait(0, CancellationToken.None)) await turns.WaitAsync(ct);
        return new(turns);
    }

    internal readonly struct Turn(SemaphoreSlim? turns) : IDisposable
    {
        public void Dispose() => turns?.Release();
    }
}
