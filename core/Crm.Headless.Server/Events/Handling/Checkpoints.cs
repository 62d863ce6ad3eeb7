using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Events;

/// <summary>Reads and moves the checkpoint of one handler.</summary>
sealed class Checkpoints(string handler, PluginWriter writer, TimeProvider clock)
{
    /// <summary>A handler that was never seen begins at the start of the feed.</summary>
    public async Task<FeedPosition> ReadAsync(CrmDb db, CancellationToken ct)
    {
        var found = await db.Set<HandlerCheckpoint>().AsNoTracking().SingleOrDefaultAsync(c => c.Handler == handler, ct);
        if (found is not null) return found.Position;

        await AddAsync(db, ct);
        return FeedPosition.Start;
    }

    /// <exception cref="CheckpointMovedException">It is no longer where it was read.</exception>
    public async Task MoveAsync(CrmDb db, FeedPosition from, FeedPosition to, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var moved = await db.Set<HandlerCheckpoint>()
            .Where(c => c.Handler == handler && c.TransactionId == from.TransactionId && c.Sequence == from.Sequence)
            .ExecuteUpdateAsync(row => row
                .SetProperty(c => c.TransactionId, to.TransactionId).SetProperty(c => c.Sequence, to.Sequence)
                .SetProperty(c => c.UpdatedAt, now), ct);
        if (moved != 1) throw new CheckpointMovedException(handler);
    }

    async Task AddAsync(CrmDb db, CancellationToken ct)
    {
        try
        {
            var checkpoint = new HandlerCheckpoint { Handler = handler, UpdatedAt = clock.GetUtcNow() };
            await writer.CommitAsync(db, handler, async token => await db.AddAsync(checkpoint, token), ct);
        }
        catch (DbUpdateException e) when (WriteConflict.Is(e))
        {
            throw new CheckpointMovedException(handler);
        }
    }
}

/// <summary>Another node has handled these events: what was done here is thrown away.</summary>
sealed class CheckpointMovedException(string handler) : Exception($"The events of {handler} were handled by another node in the meantime.");
