using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Data;

/// <summary>
/// Tells all nodes that something was changed which they keep in memory. For what changes seldom: it is said within the transaction, so that
/// whoever commits, a command included, is heard; and PostgreSQL lets transactions that notify commit only one after the other. On SQLite,
/// and when a connection was lost, other processes find out by looking now and then.
/// </summary>
internal abstract class NodeSignal(string channel)
{
    volatile TaskCompletionSource _next = New();

    /// <summary>What PostgreSQL calls it.</summary>
    public string Channel => channel;

    /// <summary>At once, before whoever waits for <see cref="Next"/> goes on.</summary>
    public event Action? Heard;

    /// <summary>Take it before looking: it completes when something is changed after that.</summary>
    public Task Next => _next.Task;

    /// <summary>Said when the transaction commits, to those that listen.</summary>
    public Task TellAsync(CrmDb db, CancellationToken ct) =>
        db.Database.IsNpgsql() ? db.Database.ExecuteSqlAsync($"SELECT pg_notify({channel}, '')", ct) : Task.CompletedTask;

    /// <summary>It was changed, by whichever process.</summary>
    public void Hear()
    {
        Heard?.Invoke();
        Interlocked.Exchange(ref _next, New()).TrySetResult();
    }

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
