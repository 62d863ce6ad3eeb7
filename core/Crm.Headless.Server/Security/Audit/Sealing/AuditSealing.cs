using Crm.Headless.Server.Data;
using Crm.Headless.Server.Faults;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>Seals and retains in the background, every few seconds.</summary>
internal sealed class AuditSealing(BlockSealer sealer, AuditRetainer retainer, IConfiguration configuration, ILogger<AuditSealing> log) : BackgroundService
{
    const string Setting = "Crm:Audit:SealInterval";

    /// <summary>By the machine's clock, never by one that a test moves.</summary>
    readonly TimeSpan _interval = configuration.GetValue(Setting, TimeSpan.FromSeconds(5));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(_interval);
            while (await timer.WaitForNextTickAsync(stoppingToken)) await RunAsync(stoppingToken);
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
            while (await sealer.SealNextAsync(ct)) { }
            await retainer.RetainAsync(ct);
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            log.LogWarning("The audit log can't be sealed now: {Cause} It is tried again.", FaultText.Of(e));
        }
    }
}
