using Crm.Headless.Server.Events;
using Crm.Headless.Server.Faults;
using Crm.Headless.Server.Plugins;
using Microsoft.Extensions.Options;

namespace Crm.Headless.Server.Jobs;

/// <summary>
/// Works the jobs of the generation in force, each at its own pace: one that is slow keeps nobody waiting. A generation is leased for a
/// step only.
/// </summary>
sealed class JobDispatcher(
    Generations generations, PluginWriter writer, IOptions<DispatcherOptions> options, FaultText faults, TimeProvider clock, ILogger<JobDispatcher> log)
    : BackgroundService
{
    readonly JobWorker _worker = new(writer, options.Value, faults, clock, log);

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        var loops = new Dictionary<string, Task>();
        while (!ct.IsCancellationRequested)
        {
            foreach (var name in Names())
                if (!loops.TryGetValue(name, out var loop) || loop.IsCompleted)
                    loops[name] = Task.Run(() => LoopAsync(name, ct), CancellationToken.None);
            await WaitAsync(ct);
        }
        await Task.WhenAll(loops.Values);
    }

    async Task LoopAsync(string name, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            if (await WorkAsync(name, ct) is not { } isMore) return;
            if (!isMore) await WaitAsync(ct);
        }
    }

    /// <returns>Null: there is no such job any more.</returns>
    async Task<bool?> WorkAsync(string name, CancellationToken ct)
    {
        try
        {
            using var lease = generations.Lease();
            var job = lease.Generation.Jobs.FirstOrDefault(job => job.Name == name);
            return job is null ? null : await _worker.WorkAsync(job, lease.Generation.Services, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return false;
        }
        catch (CheckpointMovedException)
        {
            return true;
        }
        catch (Exception failure)
        {
            log.LogError(failure, "{Job} could not be worked. It is tried again in {Pause}.", name, options.Value.PollInterval);
            return false;
        }
    }

    Task WaitAsync(CancellationToken ct) => Task.WhenAny(Task.Delay(options.Value.PollInterval, ct));

    IEnumerable<string> Names()
    {
        using var lease = generations.Lease();
        return [.. lease.Generation.Jobs.Select(job => job.Name)];
    }
}
