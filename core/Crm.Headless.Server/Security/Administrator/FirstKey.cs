using Crm.Headless.Server.Security.Audit;

namespace Crm.Headless.Server.Security;

/// <summary>
/// Makes the installation's key at its first start, once the server listens: a start that fails leaves no key that nobody has seen.
/// Hands it to whoever prints it, once.
/// </summary>
internal sealed class FirstKey(AdminKeys keys, AuditLog audit) : IHostedLifecycleService
{
    string? _made;

    /// <summary>The key that this start made; null when there was one, and the second time.</summary>
    public string? Take() => Interlocked.Exchange(ref _made, null);

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        _made = await keys.MakeFirstAsync(cancellationToken);
        if (_made is not null) await audit.KeyChangedAsync(CrmPrincipal.System(), "first key", null, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
