using System.Globalization;
using System.Text;

namespace Crm.Headless.Benchmarks.Load;

/// <summary>The table of a run.</summary>
static class Report
{
    /// <param name="busy">How busy the machine was before: what else runs makes every number smaller.</param>
    public static string Of(BenchOptions options, IReadOnlyList<Measurement> measured, string busy)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{options.DatabaseName}, {options.Scale} contacts, warmed in rounds of {options.Warm} s, {options.Seconds} s measured, {Environment.ProcessorCount} processors, load average {busy} before");
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

    /// <summary>The machine's load average over the last minute.</summary>
    public static string Busy() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
