using System.Data;
using Crm.Headless.GraphQL.Querying;
using Crm.Headless.Server.Security;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Crm.Headless.Server.Data;

/// <summary>
/// The reads of one request: one context and one snapshot, begun with the first read, so that all parts of an answer belong
/// together. One statement at a time.
/// </summary>
internal sealed class ReadSession(Database database, IDbContextFactory<CrmDb> contexts, RowPolicies policies, IServiceProvider services)
    : IQueryRunner, IAsyncDisposable
{
    readonly SemaphoreSlim _turn = new(1, 1);
    readonly AsyncLocal<bool> _hasTurn = new();
    CrmDb? _db;
    IDbContextTransaction? _snapshot;

    CrmDb Db
    {
        get
        {
            lock (_turn) return _db ??= NewContext();
        }
    }

    /// <summary>The rows that the client may see, for a resolver to narrow down. Not tracked.</summary>
    public IQueryable<T> Set<T>() where T : class => Db.Seen<T>();

    public async Task<IReadOnlyList<QueryPage>> RunAsync(QueryRequest request, CancellationToken ct)
        => await ReadAsync(db => Reads.Of(request.Source.ElementType).RunAsync(request, Context(db), ct), ct);

    /// <summary>Runs other reads of the request in its snapshot.</summary>
    public async Task<T> ReadAsync<T>(Func<CrmDb, Task<T>> read, CancellationToken ct)
    {
        using var turn = await TakeTurnAsync(ct);
        _hasTurn.Value = true; // for the statements of this read alone: it ends with this method
        return await SqliteInterrupt.AwaitAsync(new ValueTask<T>(read(Db)), ct);
    }

    /// <summary>Whether the caller runs inside <see cref="ReadAsync"/>.</summary>
    public bool HasTurn => _hasTurn.Value;

    /// <summary>Waits until no other statement of the request runs, and begins the snapshot if this is the first.</summary>
    public async Task<Turn> TakeTurnAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            _snapshot ??= await BeginAsync(Db, ct);
            return new(_turn, SqliteInterrupt.On(Db.Database.GetDbConnection(), ct));
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    /// <summary>The right to run a statement, until it is disposed of.</summary>
    public readonly struct Turn(SemaphoreSlim turn, CancellationTokenRegistration interrupt) : IDisposable
    {
        public void Dispose()
        {
            interrupt.Dispose();
            turn.Release();
        }
    }

    /// <summary>After a commit: what is read next is read from a new snapshot.</summary>
    public async Task RenewAsync()
    {
        await _turn.WaitAsync();
        try
        {
            await EndAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Once: a scope that knows the session under two types disposes of it twice, and by then the context, back in the pool, may be
    /// another request's.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        if (Interlocked.Exchange(ref _db, null) is { } db)
        {
            (db.Session, db.Policies) = (null, null);
            await db.DisposeAsync();
        }
        _turn.Dispose();
    }

    ReadContext Context(CrmDb db) => new(db, database, services);

    CrmDb NewContext()
    {
        var db = contexts.CreateDbContext();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        (db.Session, db.Policies) = (this, policies);
        return db;
    }

    /// <summary>SQLite: a deferred transaction, which never waits for the writer. PostgreSQL: repeatable read, read only.</summary>
    async Task<IDbContextTransaction> BeginAsync(CrmDb db, CancellationToken ct)
    {
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            await db.Database.OpenConnectionAsync(ct);
            var deferred = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
            return (await db.Database.UseTransactionAsync(deferred, ct))!;
        }
        var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        // Code of a plugin that nobody waits for any more may keep the request's services: not its snapshot, which vacuum would wait for.
        command.CommandText = "SET TRANSACTION READ ONLY; SET LOCAL idle_in_transaction_session_timeout = '5min'";
        command.Transaction = transaction.GetDbTransaction();
        await command.ExecuteNonQueryAsync(ct);
        return transaction;
    }

    async ValueTask EndAsync()
    {
        if (_snapshot is null)
            return;
        var owned = database.Provider == DatabaseProvider.Sqlite ? _snapshot.GetDbTransaction() : null;
        await _snapshot.DisposeAsync();
        _snapshot = null;
        if (owned is not null)
        {
            await owned.DisposeAsync();
            await _db!.Database.CloseConnectionAsync();
        }
    }
}
