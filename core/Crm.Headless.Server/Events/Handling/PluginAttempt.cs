using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Events;

/// <summary>
/// One try of a plugin's own work, with services and a store of its own, by the system in its name. What it changes is collected there, to be
/// committed or thrown away.
/// </summary>
sealed class PluginAttempt : IAsyncDisposable
{
    /// <summary>To end in after it was cancelled.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    readonly AsyncServiceScope _scope;
    Task _call = Task.CompletedTask;

    PluginAttempt(AsyncServiceScope scope, CrmPrincipal by)
    {
        _scope = scope;
        Services.GetRequiredService<Actor>().Become(by);
        Store = Services.GetRequiredService<CrmStore>();
    }

    /// <param name="name">Of the handler or job.</param>
    public PluginAttempt(IServiceProvider services, string name) : this(services.CreateAsyncScope(), CrmPrincipal.System(name)) =>
        Store.BeginHandling();

    /// <summary>Of what somebody's command asks of plugins; it changes what the command has the store change.</summary>
    public static PluginAttempt OfSystem(IServiceScopeFactory scopes) => new(scopes.CreateAsyncScope(), CrmPrincipal.System());

    public CrmStore Store { get; }

    /// <summary>The call that was given up on and goes on; null: there is none.</summary>
    public Task? Stray => _call.IsCompleted ? null : _call;
    public IServiceProvider Services => _scope.ServiceProvider;

    /// <summary>Calls the plugin's code, and gives it up when its time is over and it doesn't care.</summary>
    /// <param name="what">For messages, such as "The handler".</param>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="Exception">Whatever it throws.</exception>
    public async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> work, string what, TimeSpan timeout, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        var token = limit.Token;
        var call = Task.Run(() => work(token), CancellationToken.None);
        _call = call;
        try
        {
            return await call.WaitAsync(timeout + Grace, CancellationToken.None);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception) when (!call.IsCompleted)
        {
            throw new TimeoutException($"{what} took longer than {timeout.TotalSeconds:0.#} s and doesn't end when its CancellationToken asks for it.");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"{what} took longer than {timeout.TotalSeconds:0.#} s.");
        }
    }

    /// <summary>What was given up on keeps what it uses until it ends: others must not get its context from the pool.</summary>
    public ValueTask DisposeAsync()
    {
        if (_call.IsCompleted) return _scope.DisposeAsync();
        _ = _call.ContinueWith(_ => _scope.DisposeAsync().AsTask(), TaskScheduler.Default).Unwrap();
        return default;
    }
}
