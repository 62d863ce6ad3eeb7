using Crm.Headless.Server.Data;
using Crm.Headless.Server.Faults;

namespace Crm.Headless.Server.Plugins.Exports;

/// <summary>Removes exports whose time is over: when the server starts, and every hour.</summary>
sealed class ExportRetainer(PluginExports exports, ILogger<ExportRetainer> log) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval);
            do await RunAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await exports.ForgetAsync(ct);
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            log.LogWarning("Exports of plugins whose time is over can't be deleted now: {Cause} It is tried again in {Pause}.", FaultText.Of(e), Interval);
        }
    }
}
