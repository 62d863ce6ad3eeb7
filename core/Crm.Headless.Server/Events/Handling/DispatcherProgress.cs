using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Events;

/// <summary>Tells how far the handlers have come, whichever process works them.</summary>
sealed class DispatcherProgress(IHandlerSource source, EventDispatcher dispatcher)
{
    const int PageSize = 500;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Returns when every handler has dealt with all that is committed now, and with what they published meanwhile. What a handler failed on is
    /// parked and reported.
    /// </summary>
    /// <param name="remaining">Told from time to time: events that the slowest handler has before it.</param>
    public async Task<IReadOnlyList<ParkedLane>> WaitUntilHandledAsync(CancellationToken ct, IProgress<long>? remaining = null)
    {
        FeedPosition? target = null;
        while (true)
        {
            using (var lease = source.Lease())
            {
                await using var db = await lease.OpenAsync(ct);
                target ??= await EventFeed.LastAsync(db, ct);
                var behind = await BehindAsync(db, lease.Handlers, target.Value, ct);
                if (behind.Count > 0) remaining?.Report(await EventFeed.CountAsync(db, behind.Min(), ct));
                else if (await EventFeed.LastPublishedAsync(db, target.Value, ct) is { } published) target = published;
                else return await ParkedLanesAsync(db, ct);
            }
            await Task.Delay(Pause, ct);
        }
    }

    /// <summary>The lanes on which a handler failed, whether it is tried again or not.</summary>
    public static async Task<IReadOnlyList<ParkedLane>> ParkedLanesAsync(CrmDb db, CancellationToken ct) =>
        await ParkingLot.HeadsOf(db).OrderBy(head => head.ParkedAt).ThenBy(head => head.Sequence)
            .Select(head => new ParkedLane(
                head.Handler, head.Lane, head.Sequence, head.Attempts, head.NextAt, head.LastError,
                db.Set<ParkedEvent>().Count(parked => parked.Handler == head.Handler && parked.Lane == head.Lane)))
            .ToListAsync(ct);

    /// <returns>Where the handlers stand that still have something to do.</returns>
    async Task<List<FeedPosition>> BehindAsync(
        CrmDb db, IReadOnlyList<HandlerDescription> handlers, FeedPosition target, CancellationToken ct)
    {
        var behind = new List<FeedPosition>();
        foreach (var handler in handlers)
        {
            var stored = await db.Set<HandlerCheckpoint>().AsNoTracking().SingleOrDefaultAsync(c => c.Handler == handler.Name, ct);
            var passed = dispatcher.PassedBy(handler.Name, stored?.Position ?? FeedPosition.Start);
            if (await IsBehindAsync(db, handler, passed, target, ct)) behind.Add(passed);
        }
        return behind;
    }

    /// <summary>A handler writes down only now and then that it has passed events which don't concern it.</summary>
    static async Task<bool> IsBehindAsync(
        CrmDb db, HandlerDescription handler, FeedPosition position, FeedPosition target, CancellationToken ct)
    {
        while (position < target)
        {
            var page = await EventFeed.ReadAsync(db, position, PageSize, ct);
            if (page.Events.Count == 0 || page.Events.Any(handler.Handles)) return true;
            position = page.Events[^1].Position;
        }
        return false;
    }
}

/// <summary>A handler failed on an event: it waits, with the later events of the same contact or account.</summary>
/// <param name="Handler">The plugin and its class.</param>
/// <param name="Lane">The key of the contact, else the account, whose events wait.</param>
/// <param name="Sequence">The event's number in the feed.</param>
/// <param name="Attempts">How often the handler failed on it.</param>
/// <param name="NextAt">When it is tried again; null: when somebody asks for it with <c>retryParkedEvents</c>.</param>
/// <param name="LastError">What went wrong the last time.</param>
/// <param name="Events">How many events wait, this one included.</param>
[GraphQLName("ParkedEvent")]
sealed record ParkedLane(string Handler, Guid Lane, long Sequence, int Attempts, DateTimeOffset? NextAt, string? LastError, int Events);
