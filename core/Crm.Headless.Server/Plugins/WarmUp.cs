using System.Collections.Concurrent;
using System.Text;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Plugins;

/// <summary>
/// Reads a little of everything before a generation serves, so that no request waits for what takes long only once. A field that
/// fails is named in the log before a client meets it; nothing else comes of it.
/// </summary>
sealed class WarmUp(IServiceProvider host, ILogger<WarmUp> log)
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30), FieldLimit = TimeSpan.FromSeconds(10);

    // Most of it is compiling. A server under load gives each thread its share, so that one alone would take long.
    const int AtOnce = 4;

    readonly CrmPrincipal _system = CrmPrincipal.System();

    /// <summary>Ends in time, also when code of a plugin doesn't: that is left behind.</summary>
    /// <returns>The fields that failed.</returns>
    public async Task<IReadOnlyList<FieldFault>> RunAsync(Generation generation, CancellationToken ct)
    {
        var faults = new ConcurrentQueue<FieldFault>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        try
        {
            await Task.Run(() => ReadAsync(generation, faults, limit.Token), limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            log.LogWarning(failure, "Generation {Number} serves without having been warmed up: its first requests may be slow.", generation.Number);
        }
        return [.. faults];
    }

    async Task ReadAsync(Generation generation, ConcurrentQueue<FieldFault> faults, CancellationToken ct)
    {
        if (!generation.TryAcquire()) return;
        try
        {
            var executor = new RequestExecutor(generation.Schema, Options());
            await Parallel.ForEachAsync(
                WarmUpDocuments.Of(generation.Schema),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
                async (document, stop) => await ReadAsync(generation, executor, document, faults, stop));
        }
        finally
        {
            generation.Release();
        }
    }

    async Task ReadAsync(
        Generation generation, RequestExecutor executor, string document, ConcurrentQueue<FieldFault> faults, CancellationToken ct)
    {
        await using var services = generation.Services.CreateAsyncScope();
        services.ServiceProvider.GetRequiredService<Actor>().Become(_system);
        var operation = executor.Prepare(Encoding.UTF8.GetBytes(document), operationName: null);
        using var result = await executor.ExecuteAsync(operation, default, new(services.ServiceProvider, _system), ct);
        foreach (var error in result.Errors)
        {
            // Without a path it is the document as a whole, such as when it ran out of time.
            var fault = new FieldFault(error.Path is { } path ? string.Join('/', path) : document, error.Extensions?.GetValueOrDefault("plugin") as string, error.Message);
            faults.Enqueue(fault);
            log.LogWarning(
                "The field {Path} of {Plugin} failed before anybody asked for it: {Message}", fault.Path, fault.Plugin ?? "core", fault.Message);
        }
    }

    // First times are slow, which is no fault of a field.
    ExecutorOptions Options() => FaultLog.Attach(host) with { MaxRunTime = Limit, MaxPluginFieldTime = FieldLimit, MaxCost = double.MaxValue, Guard = null };
}

/// <summary>A field that failed when it was tried.</summary>
/// <param name="Plugin">Whose it is; null: core's.</param>
sealed record FieldFault(string Path, string? Plugin, string Message);
