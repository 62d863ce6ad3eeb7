using Crm.Headless.Server.Data;
using Crm.Headless.Server.Faults;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>
/// Writes what the buffer hands out, every second and once more at the end. When the database is away it waits; a crash loses what the
/// last second brought, and how often the last minute repeated it.
/// </summary>
internal sealed class AuditFlush(AuditLog log, AuditBuffer buffer, TimeProvider clock, ILogger<AuditFlush> logger) : BackgroundService
{
    const int MostWaiting = 5000;

    /// <summary>By the machine's clock, never by one that a test moves.</summary>
    static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    readonly List<AuditEntry> _waiting = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval);
        while (await NextAsync(timer, stoppingToken)) await FlushAsync(all: false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(all: true);
    }

    internal async Task FlushAsync(bool all)
    {
        _waiting.AddRange(buffer.Take(clock.GetUtcNow(), all));
        if (_waiting.Count == 0) return;
        try
        {
            await log.WriteAsync(_waiting, CancellationToken.None);
            _waiting.Clear();
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            logger.LogWarning("{Count} entries of the audit log can't be written yet: {Cause}", _waiting.Count, FaultText.Of(e));
            if (_waiting.Count > MostWaiting) _waiting.RemoveRange(MostWaiting, _waiting.Count - MostWaiting);
        }
    }

    static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
