using Crm.Headless.Server.Events;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Jobs;

/// <summary>One try to do a step, with services and a store of its own. What it changed is collected there, to be committed or thrown away.</summary>
sealed class JobAttempt : IAsyncDisposable
{
    /// <summary>For a step to end in after it was cancelled.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    readonly AsyncServiceScope _scope;
    Task _call = Task.CompletedTask;

    public JobAttempt(IServiceProvider services, string job)
    {
        _scope = services.CreateAsyncScope();
        _scope.ServiceProvider.GetRequiredService<Actor>().Become(CrmPrincipal.System(job));
        Store = _scope.ServiceProvider.GetRequiredService<CrmStore>();
        Store.BeginHandling();
    }

    public CrmStore Store { get; }
    public IServiceProvider Services => _scope.ServiceProvider;

    /// <exception cref="Exception">Whatever the plugin's code throws, or that it took too long.</exception>
    public async Task<JobStep> RunAsync(Func<CancellationToken, Task<JobStep>> step, TimeSpan timeout, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        var call = Task.Run(() => step(limit.Token), CancellationToken.None);
        _call = call;
        try
        {
            return await call.WaitAsync(timeout + Grace, CancellationToken.None);
        }
        catch (Exception) when (!call.IsCompleted || (limit.IsCancellationRequested && !ct.IsCancellationRequested))
        {
            throw new TimeoutException($"A step of the job took longer than {timeout.TotalSeconds:0.#} s. Do less in one step.");
        }
    }

    /// <summary>A step that was given up on keeps what it uses until it ends: others must not get its context from the pool.</summary>
    public ValueTask DisposeAsync()
    {
        if (_call.IsCompleted) return _scope.DisposeAsync();
        _ = _call.ContinueWith(_ => _scope.DisposeAsync().AsTask(), TaskScheduler.Default).Unwrap();
        return default;
    }
}
