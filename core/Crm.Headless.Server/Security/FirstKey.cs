namespace Crm.Headless.Server.Security;

/// <summary>Makes the installation's key at its first start, and hands it to whoever prints it, once.</summary>
internal sealed class FirstKey(AdminKeys keys) : IHostedService
{
    string? _made;

    /// <summary>The key that this start made; null when there was one, and the second time.</summary>
    public string? Take() => Interlocked.Exchange(ref _made, null);

    public async Task StartAsync(CancellationToken cancellationToken) => _made = await keys.MakeFirstAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
