using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Events;

/// <summary>Tries parked events again when their time has come, and after the first of a lane those that waited behind it.</summary>
sealed class LaneRetry(HandlerRun run)
{
    const int MaxPerRound = 200;

    /// <returns>The lanes that stay parked.</returns>
    public async Task<HashSet<Guid>> RetryDueAsync(CrmDb db, CancellationToken ct)
    {
        var stay = new HashSet<Guid>();
        var left = MaxPerRound;
        foreach (var head in await run.Parking.HeadsAsync(db, ct))
        {
            if (left == 0 || !run.Parking.IsDue(head)) stay.Add(head.Lane);
            else if (!await ClearAsync(head.Lane)) stay.Add(head.Lane);
        }
        return stay;

        async Task<bool> ClearAsync(Guid lane)
        {
            while (await run.Parking.FirstAsync(db, lane, ct) is var (parked, row))
            {
                if (left-- <= 0 || !await RetryAsync(db, parked, row, ct)) return false;
            }
            return true;
        }
    }

    async Task<bool> RetryAsync(CrmDb db, ParkedEvent parked, OutboxEvent row, CancellationToken ct)
    {
        if (await HandleAsync(parked, row, ct) is not { } failure) return true;
        await run.Writer.CommitAsync(db, run.Handler.Name, token => run.Parking.FailAgainAsync(db, parked, failure, token), ct);
        run.LogParked(row, parked.Attempts + 1, failure);
        return false;
    }

    /// <returns>Null: handled.</returns>
    async Task<Exception?> HandleAsync(ParkedEvent parked, OutboxEvent row, CancellationToken ct)
    {
        await using var attempt = await run.TryAsync([row], ct);
        if (attempt.Failure is not null) return attempt.Failure;
        try
        {
            await run.Writer.CommitAsync(attempt.Store.Db, run.Handler.Name, token => ParkingLot.RemoveAsync(attempt.Store.Db, parked, token), ct);
            return null;
        }
        catch (Exception e) when (HandlerRun.IsRefusal(e))
        {
            return e;
        }
    }
}
