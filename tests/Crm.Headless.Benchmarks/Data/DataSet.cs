using System.Globalization;
using Crm.Headless.Benchmarks.Running;
using Microsoft.Data.Sqlite;

namespace Crm.Headless.Benchmarks.Data;

/// <summary>
/// The deterministic rows of the anchors: made by their own program, read from its SQLite file, and so the measure of what every peer
/// answers.
/// </summary>
sealed class DataSet : IDisposable
{
    /// <summary>W2 begins behind so many places, evenly spread over the contacts by name.</summary>
    public const int PlaceCount = 99;

    readonly SqliteConnection _file;

    DataSet(string path, int contacts)
    {
        (Path, Contacts) = (path, contacts);
        _file = new($"Data Source={path};Pooling=False");
        _file.Open();
    }

    public string Path { get; }
    public int Contacts { get; }
    public int Accounts => Contacts / 10;
    public int Interactions => Contacts * 5;

    /// <summary>Contacts between two of the places.</summary>
    public int Step => Contacts / (PlaceCount + 1);

    /// <summary>Makes the file, and the database on the cluster if there is one, unless they are there.</summary>
    public static async Task<DataSet> OpenAsync(BenchOptions options, Cluster? cluster)
    {
        var folder = Places.DataOf(options);
        var path = System.IO.Path.Combine(folder, "rows.db");
        var set = new { Accounts = options.Scale / 10, Contacts = options.Scale, Interactions = options.Scale * 5 };
        string[] make =
        [
            "dotnet", Places.AnchorProgram("Dataset"), "--sql", System.IO.Path.Combine(Places.Anchors(), "sql"),
            "--accounts", $"{set.Accounts}", "--contacts", $"{set.Contacts}", "--interactions", $"{set.Interactions}",
        ];
        if (!File.Exists(path + ".done"))
            await MakeAsync([.. make, "--sqlite", path], path + ".done");
        if (cluster is not null && !File.Exists(path + ".postgres"))
        {
            await cluster.CreateAsync(NameOf(options));
            await MakeAsync([.. make, "--pg", cluster.ConnectionTo(NameOf(options))], path + ".postgres");
        }
        return new(path, options.Scale);
    }

    /// <summary>The database of the anchors on the cluster.</summary>
    public static string NameOf(BenchOptions options) => $"rows_{options.Scale}";

    public IEnumerable<object[]> Read(string sql, params object[] values)
    {
        using var command = _file.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i + 1}", values[i]);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            yield return row;
        }
    }

    /// <summary>As lines, for comparison: the first column's values or whole rows, parts between bars.</summary>
    public IReadOnlyList<string> Lines(string sql, params object[] values) => [.. Read(sql, values).Select(row => string.Join('|', row))];

    /// <summary>The family name and row number at each of the places.</summary>
    public IReadOnlyList<(string FamilyName, int Row)> NamesAtPlaces() =>
    [
        .. Read("""
            SELECT last_name, id FROM (SELECT last_name, id, row_number() OVER (ORDER BY last_name, id) AS n FROM contact)
            WHERE n % $1 = 0 ORDER BY n LIMIT $2
            """, Step, PlaceCount)
            .Select(row => ((string)row[0], Convert.ToInt32(row[1], CultureInfo.InvariantCulture))),
    ];

    public void Dispose() => _file.Dispose();

    static async Task MakeAsync(string[] command, string marker)
    {
        Console.Write($"data set: {await Command.RunAsync(command)}");
        await File.WriteAllTextAsync(marker, "");
    }
}
