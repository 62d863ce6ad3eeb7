using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Events;

/// <summary>
/// One try to handle some events with one store. What the handler changed is collected there, to be committed or thrown away.
/// </summary>
sealed class HandlerAttempt : IAsyncDisposable
{
    /// <summary>For a handler to end in after it was cancelled.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    readonly AsyncServiceScope _scope;
    Task _call = Task.CompletedTask;

    HandlerAttempt(AsyncServiceScope scope)
    {
        _scope = scope;
        Store = scope.ServiceProvider.GetRequiredService<CrmStore>();
        Store.BeginHandling();
    }

    public CrmStore Store { get; }

    /// <summary>Events handled before the failure, if there was one.</summary>
    public int Handled { get; private set; }

    /// <summary>Null when all were handled. Otherwise the store holds half of what the failing event would have changed.</summary>
    public Exception? Failure { get; private set; }

    public static async Task<HandlerAttempt> RunAsync(
        HandlerDescription handler, IServiceProvider services, IReadOnlyList<OutboxEvent> rows, TimeSpan timeout, CancellationToken ct)
    {
        var attempt = new HandlerAttempt(services.CreateAsyncScope());
        attempt._scope.ServiceProvider.GetRequiredService<Actor>().Become(CrmPrincipal.System(handler.Name));
        try
        {
            var events = await EventHydrator.HydrateAsync(attempt.Store.Db, rows, ct);
            await attempt.HandleAsync(handler, events, timeout, ct);
            return attempt;
        }
        catch
        {
            await attempt.DisposeAsync();
            throw;
        }
    }

    async Task HandleAsync(HandlerDescription handler, IReadOnlyList<CrmEvent?> events, TimeSpan timeout, CancellationToken ct)
    {
        foreach (var e in events)
        {
            Store.BeginEvent();
            if (e is not null) Failure = await CallAsync(handler, e, timeout, ct);
            if (Failure is not null) return;
            Handled++;
        }
    }

    /// <summary>The boundary behind which a plugin's faults stay: they park the event and are logged there.</summary>
    async Task<Exception?> CallAsync(HandlerDescription handler, CrmEvent e, TimeSpan timeout, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        _call = Task.Run(() => handler.HandleAsync(e, _scope.ServiceProvider, limit.Token), CancellationToken.None);
        try
        {
            await _call.WaitAsync(timeout + Grace, CancellationToken.None);
            return null;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception) when (!_call.IsCompleted)
        {
            return new TimeoutException(
                $"The handler took longer than {timeout.TotalSeconds:0.#} s and doesn't end when its CancellationToken asks for it.");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new TimeoutException($"The handler took longer than {timeout.TotalSeconds:0.#} s.");
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    /// <summary>A handler that was given up on keeps what it uses until it ends: others must not get its context from the pool.</summary>
    public ValueTask DisposeAsync()
    {
        if (_call.IsCompleted) return _scope.DisposeAsync();
        _ = _call.ContinueWith(_ => _scope.DisposeAsync().AsTask(), TaskScheduler.Default).Unwrap();
        return default;
    }
}
