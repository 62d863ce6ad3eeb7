using Crm.Headless.Server.Data;
using Crm.Headless.Server.Plugins.Life;
using Crm.Headless.Server.Security.DataKeys;

namespace Crm.Headless.Server.Plugins;

/// <summary>Before anything is served: the database in its newest form, the keys of its data, and the first generation with the plugins of the folder.</summary>
sealed class PluginStart(Migrator migrator, DataKeyStart keys, PluginChanges changes, PluginSwap swap) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await migrator.MigrateAsync([], cancellationToken);
        await keys.OpenAsync(cancellationToken);
        await changes.RecoverAsync(cancellationToken);
        await swap.RunAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
