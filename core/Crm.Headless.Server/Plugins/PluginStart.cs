using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Plugins;

/// <summary>Before anything is served: the database in its newest form, and the first generation with the plugins of the folder.</summary>
sealed class PluginStart(Migrator migrator, Generations generations, PluginSettings settings) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await migrator.MigrateAsync([], cancellationToken);
        await generations.SwapAsync(settings.ReadCatalog(), cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
