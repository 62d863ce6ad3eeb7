using System.Text.Json;
using System.Text.RegularExpressions;
using Crm.Headless.Benchmarks.Peers;
using Crm.Headless.Benchmarks.Running;

namespace Crm.Headless.Benchmarks.Load;

/// <summary>What wrk saw.</summary>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
sealed record WrkResult(long Requests, double PerSecond, double P50, double P99, long Errors);

/// <summary>The load: two threads with sixteen connections that always have a request under way.</summary>
static partial class Wrk
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <param name="pool">The file of bodies.</param>
    /// <param name="check">Look at every answer, which costs the load program time.</param>
    public static async Task<WrkResult> RunAsync(Peer peer, int port, string workload, string pool, int seconds, bool check)
    {
        List<(string, string)> environment =
        [
            ("POOL", pool), ("TARGET", peer.Target(workload)), ("AUTH", peer.Key), ("SEED", check ? "1" : "2"),
            .. check ? [("CHECK", "1")] : Array.Empty<(string, string)>(),
        ];
        var output = await Command.RunAsync(
            ["wrk", "-t2", "-c16", $"-d{seconds}s", "--timeout", "10s", "-s", Places.Script, $"http://127.0.0.1:{port}"], environment);
        var result = Result().Match(output);
        return result.Success
            ? JsonSerializer.Deserialize<WrkResult>(result.Groups[1].Value, Json)!
            : throw new BenchException($"wrk gave no result but this: {output}");
    }

    [GeneratedRegex("^RESULT (.*)$", RegexOptions.Multiline)]
    private static partial Regex Result();
}
