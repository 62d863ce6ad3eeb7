using System.Collections.Concurrent;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Faults;
using Microsoft.Extensions.Options;

namespace Crm.Headless.Server.Events;

/// <summary>
/// Works the handlers of the generation in force, each at its own pace: one that is slow keeps nobody waiting. A generation is leased
/// for a page of events only.
/// </summary>
sealed class EventDispatcher(
    IHandlerSource source, CommitSignal signal, PluginWriter writer, IOptions<DispatcherOptions> options, FaultText faults,
    TimeProvider clock, ILogger<EventDispatcher> log)
    : BackgroundService
{
    static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);

    readonly ConcurrentDictionary<string, HandlerWorker> _workers = new();

    /// <summary>Everything up to here is dealt with, as far as this process knows of the checkpoint.</summary>
    public FeedPosition PassedBy(string handler, FeedPosition checkpoint) =>
        _workers.TryGetValue(handler, out var worker) ? worker.PassedFrom(checkpoint) : checkpoint;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        using (var lease = source.Lease())
        {
            await using var db = await lease.OpenAsync(cancellationToken);
            await FeedClock.AlignAsync(db, cancellationToken);
        }
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        // Each on a thread of the pool: SQLite never yields, so that one loop would work its whole backlog before the next begins.
        var loops = new Dictionary<string, Task>();
        while (!ct.IsCancellationRequested)
        {
            var next = signal.Next;
            foreach (var name in HandlerNames())
                if (!loops.TryGetValue(name, out var loop) || loop.IsCompleted)
                    loops[name] = Task.Run(() => LoopAsync(name, ct), CancellationToken.None);
            await WaitAsync(next, options.Value.PollInterval, ct);
        }
        await Task.WhenAll(loops.Values);
    }

    async Task LoopAsync(string name, CancellationToken ct)
    {
        var worker = _workers.GetOrAdd(name, _ => new(name, writer, options.Value, faults, clock, log));
        var pause = Soon;
        while (!ct.IsCancellationRequested)
        {
            var next = signal.Next;
            if (await WorkAsync(name, worker, ct) is not { } result) return;
            if (result == WorkResult.More) continue;

            pause = result == WorkResult.Soon ? Shorter(pause * 2, options.Value.PollInterval) : Soon;
            await WaitAsync(next, result == WorkResult.Soon ? pause : options.Value.PollInterval, ct);
        }
    }

    /// <returns>Null: there is no such handler any more.</returns>
    async Task<WorkResult?> WorkAsync(string name, HandlerWorker worker, CancellationToken ct)
    {
        try
        {
            using var lease = source.Lease();
            var handler = lease.Handlers.FirstOrDefault(handler => handler.Name == name);
            return handler is null ? null : await worker.WorkAsync(handler, lease, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return WorkResult.Idle;
        }
        catch (CheckpointMovedException e)
        {
            log.LogDebug(e, "{Handler} was worked by another node at the same time.", name);
            return WorkResult.Soon;
        }
        catch (Exception e)
        {
            log.LogError(e, "{Handler} could not be worked. It goes on from its checkpoint in {Pause}.", name, options.Value.PollInterval);
            return WorkResult.Idle;
        }
    }

    static async Task WaitAsync(Task next, TimeSpan atMost, CancellationToken ct)
    {
        await Task.WhenAny(next, Task.Delay(atMost, ct));
    }

    static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    IEnumerable<string> HandlerNames()
    {
        using var lease = source.Lease();
        return [.. lease.Handlers.Select(handler => handler.Name)];
    }
}
