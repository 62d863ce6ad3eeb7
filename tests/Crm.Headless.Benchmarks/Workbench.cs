using System.Globalization;
using Crm.Headless.Benchmarks.Data;
using Crm.Headless.Benchmarks.Load;
using Crm.Headless.Benchmarks.Peers;
using Crm.Headless.Benchmarks.Running;

namespace Crm.Headless.Benchmarks;

/// <summary>The steps of a benchmark from end to end.</summary>
static class Workbench
{
    /// <summary>Fills the server's database anew.</summary>
    public static async Task FillAsync(BenchOptions options)
    {
        await Builds.MakeAsync();
        await using var cluster = options.Postgres ? await Cluster.StartAsync() : null;
        using var data = await DataSet.OpenAsync(options, cluster);
        await FilledDatabase.OpenAsync(options, data, cluster, again: true);
    }

    /// <summary>Measures the peers, one after the other, and prints the table.</summary>
    /// <returns>Whether every answer was right.</returns>
    public static async Task<bool> RunAsync(BenchOptions options)
    {
        var busy = Report.Busy();
        await Builds.MakeAsync();
        await using var cluster = options.Postgres ? await Cluster.StartAsync() : null;
        using var data = await DataSet.OpenAsync(options, cluster);
        var measuring = new Measuring(options, data);
        var measured = new List<Measurement>();
        foreach (var name in options.Peers)
            measured.AddRange(await measuring.RunAsync(await PeerAsync(name, options, data, cluster)));

        var report = Report.Of(options, measured, busy);
        Console.WriteLine($"\n{report}");
        var stamp = DateTimeOffset.UtcNow.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(Path.Combine(Places.Output, $"report-{options.DatabaseName}-{stamp}.md"), report);
        return measured.All(row => row.Load.Errors == 0);
    }

    static async Task<Peer> PeerAsync(string name, BenchOptions options, DataSet data, Cluster? cluster)
    {
        if (name == "ours") return await FilledDatabase.OpenAsync(options, data, cluster, again: false);

        var connection = cluster?.ConnectionTo(DataSet.NameOf(options));
        var rows = new RowsDatabase(options.Postgres, connection ?? $"Data Source={data.Path}");
        // On SQLite they commit as safely as the server does by default.
        string[] place = connection is null ? ["--db", "sqlite", "--conn", data.Path, "--sync", "full"] : ["--db", "pg", "--conn", connection];
        return name == "ef"
            ? new Anchor(name, "Ef", place, data, rows)
            : new Anchor(name, "Limit", [.. place, "--w2", options.Postgres ? "arrays" : "raw"], data, rows);
    }
}
