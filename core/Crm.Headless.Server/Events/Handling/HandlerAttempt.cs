namespace Crm.Headless.Server.Events;

/// <summary>
/// One try to handle some events with one store. What the handler changed is collected there, to be committed or thrown away.
/// </summary>
sealed class HandlerAttempt : IAsyncDisposable
{
    readonly PluginAttempt _attempt;

    HandlerAttempt(PluginAttempt attempt) => _attempt = attempt;

    public CrmStore Store => _attempt.Store;
    public Task? Stray => _attempt.Stray;

    /// <summary>Events handled before the failure, if there was one.</summary>
    public int Handled { get; private set; }

    /// <summary>Null when all were handled. Otherwise the store holds half of what the failing event would have changed.</summary>
    public Exception? Failure { get; private set; }

    public static async Task<HandlerAttempt> RunAsync(
        HandlerDescription handler, IServiceProvider services, IReadOnlyList<OutboxEvent> rows, TimeSpan timeout, CancellationToken ct)
    {
        var attempt = new HandlerAttempt(new(services, handler.Name));
        try
        {
            var events = await EventHydrator.HydrateAsync(attempt.Store.Db, rows, ct);
            await attempt.HandleAsync(handler, rows, events, timeout, ct);
            return attempt;
        }
        catch
        {
            await attempt.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _attempt.DisposeAsync();

    async Task HandleAsync(
        HandlerDescription handler, IReadOnlyList<OutboxEvent> rows, IReadOnlyList<CrmEvent?> events, TimeSpan timeout, CancellationToken ct)
    {
        foreach (var (row, e) in rows.Zip(events))
        {
            Store.BeginEvent();
            Failure = await CallAsync(handler, row, e, timeout, ct);
            if (Failure is not null) return;
            Handled++;
        }
    }

    /// <summary>The boundary behind which a plugin's faults stay: they park the event and are logged there.</summary>
    async Task<Exception?> CallAsync(HandlerDescription handler, OutboxEvent row, CrmEvent? hydrated, TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            if (!handler.Handles(row)) return null; // It was parked for a version of the handler that did.
            if (row.Kind != RecordKind.Plugin && hydrated is null) return null;
            await _attempt.CallAsync(
                async token =>
                {
                    // A plugin's event is made by code of a plugin.
                    var e = row.Kind == RecordKind.Plugin ? handler.Read(row) : hydrated;
                    if (e is not null) await handler.HandleAsync(e, _attempt.Services, token);
                    return true;
                },
                "The handler", timeout, ct);
            return null;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }
}
