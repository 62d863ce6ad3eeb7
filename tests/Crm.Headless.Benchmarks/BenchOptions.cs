using System.Globalization;

namespace Crm.Headless.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Scale">Contacts of the data set; accounts are a tenth of it, interactions five times as many.</param>
/// <param name="Seconds">How long each workload is measured.</param>
/// <param name="Warm">How long a round of the warm-up takes; there are as many as it takes to become fast.</param>
sealed record BenchOptions(
    bool Postgres, int Scale, int Seconds, int Warm, IReadOnlyList<string> Peers, IReadOnlyList<string> Workloads)
{
    // W4 comes last, because it leaves a long write-ahead log behind.
    static readonly BenchOptions Default = new(false, 100_000, 5, 2, ["limit", "ef", "ours"], ["w1", "w2", "w3", "w5", "w4"]);

    public string DatabaseName => Postgres ? "postgres" : "sqlite";

    /// <exception cref="BenchException">An option isn't known or its value can't be read.</exception>
    public static BenchOptions Read(ReadOnlySpan<string> args)
    {
        var options = Default;
        for (; args.Length > 0; args = args[2..])
        {
            if (args.Length < 2) throw new BenchException($"{args[0]} needs a value.");
            options = options.With(args[0], args[1]);
        }
        return options;
    }

    BenchOptions With(string name, string value) => name switch
    {
        "--db" => this with { Postgres = Among(["sqlite", "postgres"], name, value) == "postgres" },
        "--scale" => this with { Scale = Number(name, value, 100) },
        "--seconds" => this with { Seconds = Number(name, value, 1) },
        "--warm" => this with { Warm = Number(name, value, 1) },
        "--peers" => this with { Peers = Some(Default.Peers, name, value) },
        "--workloads" => this with { Workloads = Some(Default.Workloads, name, value) },
        _ => throw new BenchException($"There is no option {name}. There are --db, --scale, --seconds, --warm, --peers and --workloads."),
    };

    /// <summary>Always in the order of all: peers are compared with the first, and W4 stays last.</summary>
    static string[] Some(IReadOnlyList<string> all, string name, string value)
    {
        var named = value.Split(',').Select(one => Among(all, name, one)).ToHashSet();
        return [.. all.Where(named.Contains)];
    }

    static string Among(IReadOnlyList<string> all, string name, string value) => all.Contains(value)
        ? value
        : throw new BenchException($"{name} can't be \"{value}\". Say {string.Join(", ", all)}.");

    static int Number(string name, string value, int atLeast) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= atLeast
            ? number
            : throw new BenchException($"{name} is \"{value}\". Say a whole number from {atLeast}.");
}

/// <summary>The benchmark can't go on; the message says why and what to do.</summary>
sealed class BenchException(string message) : Exception(message);
