using System.Globalization;
using System.Text;

namespace Crm.Headless.Benchmarks.Load;

/// <summary>The table of a run.</summary>
static class Report
{
    public static string Of(BenchOptions options, IReadOnlyList<Measurement> measured)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{options.DatabaseName}, {options.Scale} contacts, {options.Warm} s warm-up, {options.Seconds} s measured, {Environment.ProcessorCount} processors, {Load()}");
        text.AppendLine();
        text.AppendLine("| peer | workload | req/s | p50 ms | p99 ms | of LIMIT | CPU us/req | MiB | errors |");
        text.AppendLine("|---|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var row in measured.OrderBy(row => row.Workload).ThenBy(row => options.Peers.Index().First(peer => peer.Item == row.Peer).Index))
        {
            var limit = measured.FirstOrDefault(other => other.Peer == "limit" && other.Workload == row.Workload);
            var share = limit is null ? "" : (row.Load.PerSecond / limit.Load.PerSecond).ToString("0.000", CultureInfo.InvariantCulture);
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {row.Peer} | {row.Workload} | {row.Load.PerSecond:0} | {row.Load.P50:0.00} | {row.Load.P99:0.0} | {share} | {row.ProcessorMicroseconds:0} | {row.MemoryMiB} | {row.Load.Errors} |");
        }
        return text.ToString();
    }

    /// <summary>How busy the machine is; what else runs makes every number smaller.</summary>
    static string Load() => File.Exists("/proc/loadavg") ? $"load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the end" : "load unknown";
}
