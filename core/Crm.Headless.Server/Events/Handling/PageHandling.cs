using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Events;

/// <summary>
/// Handles a page of the feed, batch by batch: calls the handler without holding any lock, then commits what it changed together
/// with the checkpoint. A batch that fails is handled up to the event that failed; that event is parked, and its lane with it.
/// </summary>
/// <param name="parked">The lanes whose events have to wait.</param>
sealed class PageHandling(HandlerRun run, HandlerState state, HashSet<Guid> parked)
{
    const int MaxConflicts = 5;
    const int MaxSkipped = 5000;

    int _conflicts;

    public async Task HandleAsync(IReadOnlyList<OutboxEvent> page, CancellationToken ct)
    {
        var end = page[^1].Position;
        var rows = page.Where(run.Handler.Handles).ToArray();
        for (var done = 0; done < rows.Length;)
        {
            var size = Math.Min(state.Size.Current, rows.Length - done);
            var upTo = done + size == rows.Length ? end : rows[done + size - 1].Position;
            done += await HandleAsync(rows.AsMemory(done, size), upTo, ct);
        }
        if (state.Passed < end) await SkipAsync(end, page.Count, ct);
    }

    /// <returns>How many of the events are dealt with: handled, or parked.</returns>
    async Task<int> HandleAsync(ReadOnlyMemory<OutboxEvent> rows, FeedPosition upTo, CancellationToken ct)
    {
        var batch = rows.ToArray().ToLookup(row => parked.Contains(row.Lane));
        OutboxEvent[] waiting = [.. batch[true]], toHandle = [.. batch[false]];
        await using var attempt = await run.TryAsync(toHandle, ct);

        if (attempt.Failure is null) return await CommitAsync(attempt.Store.Db, rows, waiting, upTo, ct);
        if (attempt.Failure is StaleReadException) state.Size.OneByOne();

        var failed = toHandle[attempt.Handled];
        var before = rows.Span.IndexOf(failed);
        if (before > 0) return await HandleAsync(rows[..before], rows.Span[before - 1].Position, ct);
        return IsWorthAnotherTry(attempt.Failure) ? 0 : await ParkAsync(failed, attempt.Failure, ct);
    }

    async Task<int> CommitAsync(CrmDb db, ReadOnlyMemory<OutboxEvent> rows, OutboxEvent[] waiting, FeedPosition upTo, CancellationToken ct)
    {
        try
        {
            state.Size.Committed(await run.Writer.CommitAsync(db, run.Handler.Name, async token =>
            {
                await run.Checkpoints.MoveAsync(db, state.Checkpoint, upTo, token);
                db.AddRange(waiting.Select(run.Parking.Waiting));
            }, ct));
            state.Moved(upTo);
            _conflicts = 0;
            return rows.Length;
        }
        catch (Exception e) when (HandlerRun.IsRefusal(e))
        {
            // Which event it was only shows one by one; a conflict with another writer goes away on fresh rows.
            state.Size.OneByOne();
            return rows.Length > 1 || IsWorthAnotherTry(e) ? 0 : await ParkAsync(rows.Span[0], e, ct);
        }
    }

    /// <summary>Whether the database or the handler says that another writer was faster.</summary>
    bool IsWorthAnotherTry(Exception e) => WriteConflict.Is(e) && ++_conflicts < MaxConflicts;

    async Task<int> ParkAsync(OutboxEvent row, Exception failure, CancellationToken ct)
    {
        await using var db = await run.Contexts.CreateDbContextAsync(ct);
        await run.Writer.CommitAsync(db, run.Handler.Name, async token =>
        {
            await run.Checkpoints.MoveAsync(db, state.Checkpoint, row.Position, token);
            db.Add(run.Parking.Failed(row, failure));
        }, ct);
        state.Moved(row.Position);
        _conflicts = 0;
        parked.Add(row.Lane);
        run.LogParked(row, 1, failure);
        return 1;
    }

    /// <summary>Nothing here concerns the handler. That is written down only now and then: reading it again costs little.</summary>
    async Task SkipAsync(FeedPosition to, int events, CancellationToken ct)
    {
        state.Skip(to, events);
        if (state.Skipped < MaxSkipped) return;
        await using var db = await run.Contexts.CreateDbContextAsync(ct);
        await run.Writer.CommitAsync(db, run.Handler.Name, token => run.Checkpoints.MoveAsync(db, state.Checkpoint, to, token), ct);
        state.Moved(to);
    }
}
