using System.Linq.Expressions;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Crm.Headless.Server.Events;

/// <summary>One per request or batch of events. Its context is its own, so that what a plugin changes never meets core's changes.</summary>
sealed class CrmStore(
    IDbContextFactory<CrmDb> contexts, PluginWriter writer, PredicateCache predicates, PluginEventTypes events, ReadSession reads, RowPolicies policies,
    Actor actor)
    : ICrmStore, IAsyncDisposable
{
    const int MaxAttempts = 20;

    readonly Dictionary<Type, List<object>> _tracked = [];
    CrmDb? _db;
    Mode _mode;
    bool _earlierEventsChangedRows;

    enum Mode { Reading, Changing, Handling }

    public CrmDb Db => _db ??= Open();

    public ICrmStore All => field ??= new AllRows(this);

    /// <summary>While nothing is changed, in the snapshot of the request and in its turns: resolvers run side by side, and a context takes one statement at a time.</summary>
    public IQueryable<T> Query<T>() where T : class
    {
        if (_mode == Mode.Reading) return reads.Set<T>();
        RefuseStaleRead(typeof(T));
        return Db.Seen<T>().AsNoTracking();
    }

    public IQueryable<T> Track<T>() where T : class
    {
        RequireOwn(typeof(T));
        RefuseStaleRead(typeof(T));
        return Db.Seen<T>().AsTracking();
    }

    public Task<T?> FindAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken ct) where T : class =>
        FindAsync(predicate, ofAll: false, ct);

    async Task<T?> FindAsync<T>(Expression<Func<T, bool>> predicate, bool ofAll, CancellationToken ct) where T : class
    {
        RequireOwn(typeof(T));
        var known = Tracked(typeof(T));
        if (known.Count > 0 && known.Cast<T>().FirstOrDefault(predicates.Compile(predicate)) is { } found) return found;

        // A row that was known before has changed here or was removed, or it would have been found above.
        var before = known.Count;
        var row = await (ofAll ? Db.Set<T>() : Db.Seen<T>()).AsTracking().FirstOrDefaultAsync(predicate, ct);
        return known.Count > before ? row : null;
    }

    public void Add<T>(T row) where T : class
    {
        RequireOwn(typeof(T));
        Db.Add(row);
    }

    public void Remove<T>(T row) where T : class
    {
        RequireOwn(typeof(T));
        Db.Remove(row);
        Tracked(typeof(T)).Remove(row);
    }

    public void Publish(PluginEvent e)
    {
        if (_mode == Mode.Reading)
            throw new InvalidOperationException($"{e.GetType().Name} can't be published here, because nothing would write it. Publish it inside ChangeAsync.");
        Db.Publish(events.Write(e));
    }

    public async Task<TResult> ChangeAsync<TResult>(Func<CancellationToken, Task<TResult>> change, CancellationToken ct)
    {
        if (_mode != Mode.Reading) return await change(ct);
        await reads.RenewAsync(); // nobody waits for a second connection while he holds the one that he has read with
        return await AgainAsync(async () =>
        {
            var result = await change(ct);
            await writer.CommitAsync(Db, actor, ct);
            await reads.RenewAsync(); // what the request selects of the result is as it is now
            return result;
        }, ct);
    }

    /// <summary>The same, with the host's own part in the transaction.</summary>
    /// <param name="change">The plugins' part.</param>
    /// <param name="commit">Commits, and gives the result of the host's part to its second argument.</param>
    public Task<TResult> ChangeAsync<TResult>(
        Func<CancellationToken, Task> change, Func<CrmDb, Action<TResult>, CancellationToken, Task> commit, CancellationToken ct) =>
        AgainAsync(async () =>
        {
            await change(ct);
            TResult? result = default;
            await commit(Db, made => result = made, ct);
            return result!;
        }, ct);

    async Task<TResult> AgainAsync<TResult>(Func<Task<TResult>> attemptAsync, CancellationToken ct)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            try
            {
                _mode = Mode.Changing;
                return await attemptAsync();
            }
            catch (PluginTimeoutException)
            {
                LeaveBehind();
                throw;
            }
            catch (Exception e) when (WriteConflict.Is(e))
            {
                await Task.Delay(Random.Shared.Next(10 * attempt), ct); // so that the same writers don't meet again
            }
            finally
            {
                _mode = Mode.Reading;
                Forget();
            }
        }
        throw new StoreConflictException();
    }

    /// <summary>Before the API is called: what isn't written yet would be missing from the answer, and what may run again must not change anything.</summary>
    public void RefuseCall(bool isMutation)
    {
        if (_earlierEventsChangedRows) throw new StaleReadException();
        if (isMutation && _mode == Mode.Changing)
            throw new InvalidOperationException(
                "A mutation would be sent again whenever the change is run again, and stays when it is given up. Send it before or after ChangeAsync.");
    }

    /// <summary>From now on changes are collected for the dispatcher, which writes them.</summary>
    public void BeginHandling() => _mode = Mode.Handling;

    /// <summary>The next event of the batch begins.</summary>
    public void BeginEvent() => _earlierEventsChangedRows = _tracked.Count > 0;

    /// <summary>
    /// Once: a scope that knows the store under two types disposes of it twice, and by then the context, back in the pool, may be
    /// another request's.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _db, null) is not { IsLost: false } db) return;
        db.ChangeTracker.Tracked -= Remember;
        db.Policies = null;
        db.Published.Clear();
        await db.DisposeAsync();
    }

    CrmDb Open()
    {
        var db = contexts.CreateDbContext();
        db.Policies = policies;
        db.ChangeTracker.AutoDetectChangesEnabled = false; // once, before they are written
        db.Database.AutoSavepointsEnabled = false; // a failed write ends its transaction
        db.ChangeTracker.Tracked += Remember;
        return db;
    }

    void Remember(object? sender, EntityTrackedEventArgs e) => Tracked(e.Entry.Entity.GetType()).Add(e.Entry.Entity);

    void Forget()
    {
        _db?.ChangeTracker.Clear();
        _db?.Published.Clear();
        _tracked.Clear();
    }

    /// <summary>Code of a plugin still uses the context.</summary>
    void LeaveBehind()
    {
        if (_db is { } db) db.ChangeTracker.Tracked -= Remember;
        _db = null;
    }

    List<object> Tracked(Type type)
    {
        if (!_tracked.TryGetValue(type, out var rows)) _tracked.Add(type, rows = []);
        return rows;
    }

    void RequireOwn(Type type)
    {
        if (PluginWriter.IsCore(type))
            throw new InvalidOperationException(
                $"{type.Name} is a record of core. Read it with Query<{type.Name}>(); change it through core's commands.");
        if (_mode == Mode.Reading)
            throw new InvalidOperationException(
                $"Rows of {type.Name} can't be changed here, because nothing would write them. Change them inside ChangeAsync.");
    }

    /// <summary>The database doesn't know yet what the events before this one, handled in the same batch, have changed.</summary>
    void RefuseStaleRead(Type type)
    {
        if (_earlierEventsChangedRows && !PluginWriter.IsCore(type)) throw new StaleReadException();
    }

    /// <summary>The store past the row policies, for changes alone: what a resolver reads for an answer is what its actor sees.</summary>
    sealed class AllRows(CrmStore store) : ICrmStore
    {
        public ICrmStore All => this;

        public IQueryable<T> Query<T>() where T : class
        {
            if (store._mode == Mode.Reading)
                throw new InvalidOperationException(
                    $"All rows of {typeof(T).Name} can't be read here, but only those that the actor sees. Read them inside ChangeAsync.");
            store.RefuseStaleRead(typeof(T));
            return store.Db.Set<T>().AsNoTracking();
        }

        public IQueryable<T> Track<T>() where T : class
        {
            store.RequireOwn(typeof(T));
            store.RefuseStaleRead(typeof(T));
            return store.Db.Set<T>().AsTracking();
        }

        public Task<T?> FindAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken ct) where T : class =>
            store.FindAsync(predicate, ofAll: true, ct);

        public void Add<T>(T row) where T : class => store.Add(row);

        public void Remove<T>(T row) where T : class => store.Remove(row);

        public void Publish(PluginEvent e) => store.Publish(e);

        public Task<TResult> ChangeAsync<TResult>(Func<CancellationToken, Task<TResult>> change, CancellationToken ct) =>
            store.ChangeAsync(change, ct);
    }
}

/// <summary>Ends the batch before this event: the dispatcher commits it and handles the event again. Never leaves the dispatcher.</summary>
sealed class StaleReadException() : Exception(
    "Rows were read that earlier events of the batch may have changed. The host commits them and calls again.");
