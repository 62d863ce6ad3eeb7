using System.Globalization;
using Crm.Headless.Benchmarks.Data;
using Crm.Headless.Benchmarks.Peers;
using Crm.Headless.Benchmarks.Running;

namespace Crm.Headless.Benchmarks.Load;

/// <summary>One peer under one workload.</summary>
/// <param name="ProcessorMicroseconds">What the server used of the processors per request, which depends less on what else runs.</param>
sealed record Measurement(string Peer, string Workload, WrkResult Load, double ProcessorMicroseconds, long MemoryMiB);

/// <summary>Starts a peer alone, checks it, warms it and measures it.</summary>
sealed class Measuring(BenchOptions options, DataSet data)
{
    const int PoolSize = 10_000, MostRounds = 15;

    public async Task<IReadOnlyList<Measurement>> RunAsync(Peer peer)
    {
        var port = Ports.Free();
        var measured = new List<Measurement>();
        await using (var child = await peer.StartAsync(port))
        {
            await child.WaitAsync(() => Probe.IsReadyAsync(port));
            foreach (var workload in options.Workloads) measured.Add(await RunAsync(peer, child, port, workload));
        }
        if (options.Workloads.Contains("w4")) await peer.ResetAsync();
        return measured;
    }

    async Task<Measurement> RunAsync(Peer peer, Child child, int port, string workload)
    {
        await AnswerCheck.RunAsync(peer, port, workload, data);
        var pool = Path.Combine(Places.Output, "pool.txt");
        await File.WriteAllLinesAsync(pool, Ask.Some(workload, data, PoolSize).Select(peer.Body));
        var wrong = await WarmAsync(peer, port, workload, pool);

        var before = child.Processor;
        var load = await Wrk.RunAsync(peer, port, workload, pool, options.Seconds, check: false);
        var used = (child.Processor - before).TotalMicroseconds / Math.Max(1, load.Requests);
        var result = new Measurement(peer.Name, workload, load with { Errors = load.Errors + wrong }, used, child.MemoryMiB);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{peer.Name} {workload}: 12 answers right, {load.PerSecond:0} requests/s, {result.Load.Errors} errors"));
        return result;
    }

    /// <summary>
    /// In rounds, until one is hardly faster than the one before: under load the runtime takes its time to compile the hot paths anew.
    /// </summary>
    /// <returns>Wrong answers.</returns>
    async Task<long> WarmAsync(Peer peer, int port, string workload, string pool)
    {
        var (before, wrong) = (0.0, 0L);
        for (var round = 0; round < MostRounds; round++)
        {
            var load = await Wrk.RunAsync(peer, port, workload, pool, options.Warm, check: true);
            wrong += load.Errors;
            if (round > 0 && load.PerSecond < before * 1.05) break;
            before = load.PerSecond;
        }
        return wrong;
    }
}
