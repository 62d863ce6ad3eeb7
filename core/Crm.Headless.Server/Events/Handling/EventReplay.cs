using System.Globalization;
using Crm.Headless.Server.Cli;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Events;

/// <summary>
/// Sets a handler back, so that it handles events again that it has handled. A dispatcher that is at it meanwhile finds its checkpoint moved,
/// throws away what it did, and goes on from there.
/// </summary>
sealed class EventReplay(IDbContextFactory<CrmDb> contexts, PluginWriter writer, CommitSignal signal, TimeProvider clock)
{
    /// <param name="handler">As <c>crm events list</c> and the query <c>plugins</c> name it.</param>
    /// <param name="from">The first event to be handled again: a sequence.</param>
    /// <param name="since">Or the first that was committed then or later.</param>
    /// <param name="by">Who asks for it, for the audit log.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How many events come again.</returns>
    /// <exception cref="EventHandlerNotFoundException">There is no such handler.</exception>
    public async Task<long> RunAsync(string handler, long? from, DateTimeOffset? since, Actor by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var events = 0L;
        await writer.CommitAsync(db, by, async token => events = await SetBackAsync(db, handler, from, since, token), ct);
        if (events > 0) signal.Raise();
        return events;
    }

    async Task<long> SetBackAsync(CrmDb db, string handler, long? from, DateTimeOffset? since, CancellationToken ct)
    {
        var checkpoint = await db.Set<HandlerCheckpoint>().AsNoTracking().SingleOrDefaultAsync(row => row.Handler == handler, ct)
            ?? throw new EventHandlerNotFoundException(handler, await db.Set<HandlerCheckpoint>().Select(row => row.Handler).Order().ToListAsync(ct));
        var handled = db.Set<OutboxEvent>().Where(e => e.TransactionId < checkpoint.TransactionId || (e.TransactionId == checkpoint.TransactionId && e.Sequence <= checkpoint.Sequence));
        var again = from is { } sequence ? handled.Where(e => e.Sequence >= sequence) : handled.Where(e => e.At >= since);
        var first = await again.OrderBy(e => e.TransactionId).ThenBy(e => e.Sequence).AsNoTracking().FirstOrDefaultAsync(ct);
        var events = first is null ? 0 : await handled.LongCountAsync(e => e.TransactionId > first.TransactionId || (e.TransactionId == first.TransactionId && e.Sequence >= first.Sequence), ct);
        if (first is not null) await MoveAsync(db, handler, first, ct);
        db.Trail?.Add(EntryOf(handler, from, since, events));
        return events;
    }

    /// <summary>What waits of the events that come again would wait twice.</summary>
    async Task MoveAsync(CrmDb db, string handler, OutboxEvent first, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.Set<HandlerCheckpoint>().Where(row => row.Handler == handler).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.TransactionId, first.TransactionId).SetProperty(row => row.Sequence, first.Sequence - 1).SetProperty(row => row.UpdatedAt, now), ct);
        await db.Set<ParkedEvent>().Where(parked => parked.Handler == handler
            && (parked.TransactionId > first.TransactionId || (parked.TransactionId == first.TransactionId && parked.Sequence >= first.Sequence))).ExecuteDeleteAsync(ct);
    }

    static AuditEntry EntryOf(string handler, long? from, DateTimeOffset? since, long events)
    {
        var start = from?.ToString(CultureInfo.InvariantCulture) ?? since?.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
        return new() { Kind = AuditKind.Write, RecordKind = "EventHandler", Detail = string.Create(CultureInfo.InvariantCulture, $"{handler} from {start}: {events} events again") };
    }
}

/// <summary>No handler of this name has ever been at work.</summary>
sealed class EventHandlerNotFoundException(string handler, IReadOnlyList<string> known) : CrmException("EVENT_HANDLER_NOT_FOUND",
    $"There is no handler \"{handler}\".{Nearest.Hint(handler, known)} {(known.Count == 0 ? "There is none at all." : $"There are: {string.Join(", ", known)}.")}");

/// <summary>It isn't clear from which event on.</summary>
sealed class ReplayStartException() : CrmException("REPLAY_START_INVALID",
    "Say from which event on they shall be handled again: either \"from\", the sequence of the first event, or \"since\", a time.");
