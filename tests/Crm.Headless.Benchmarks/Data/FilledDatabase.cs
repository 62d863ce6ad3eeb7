using System.Diagnostics;
using System.Globalization;
using Crm.Headless.Benchmarks.Peers;
using Crm.Headless.Benchmarks.Running;

namespace Crm.Headless.Benchmarks.Data;

/// <summary>The server's own database with the rows of the data set, made once and kept.</summary>
static class FilledDatabase
{
    const int MostPerPage = 50;

    const string Page = """
        query ($first: Int!, $after: String) {
        contacts(first: $first, after: $after, order: [{ familyName: ASC }]) { pageInfo { endCursor } } }
        """;

    /// <param name="again">Even if it is there already.</param>
    public static async Task<OurServer> OpenAsync(BenchOptions options, DataSet data, Cluster? cluster, bool again)
    {
        var folder = Path.Combine(Places.DataOf(options), "crm-" + options.DatabaseName);
        var name = $"crm_{options.Scale}";
        var database = new RowsDatabase(options.Postgres, cluster?.ConnectionTo(name) ?? $"Data Source={Path.Combine(folder, "crm.db")}");
        var file = Path.Combine(folder, "keys.json");
        if (again || await Keys.ReadAsync(file) is not { } keys)
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
            if (cluster is not null) await cluster.CreateAsync(name);
            keys = await FillAsync(new(database, folder, Keys.None), data);
            await keys.WriteAsync(file);
        }
        else if (options.Workloads.Contains("w2"))
        {
            var filled = new OurServer(database, folder, keys);
            keys = keys with { Cursors = await WithServerAsync(filled, client => RenewedAsync(client, data, keys.Cursors)) };
            await keys.WriteAsync(file);
        }
        return new(database, folder, keys);
    }

    /// <summary>Another version of the server may make other cursors, and refuse those of the one that was filled.</summary>
    static async Task<IReadOnlyList<string>> RenewedAsync(GraphQLClient client, DataSet data, IReadOnlyList<string> cursors)
    {
        try
        {
            await client.SendAsync(Page, new { first = 1, after = cursors[0] });
            return cursors;
        }
        catch (BenchException e) when (e.Message.Contains("CURSOR_INVALID"))
        {
            Console.WriteLine("the server makes other cursors than before: they are collected anew");
            return await CursorsAsync(client, data);
        }
    }

    static async Task<Keys> FillAsync(OurServer server, DataSet data)
    {
        var contacts = await WithServerAsync(server, async client =>
        {
            var ids = await new Filling(data, client).FillAsync();
            await WaitForHandlersAsync(server.Database);
            return ids;
        });
        await Remainder.WriteAsync(data, server.Database, contacts);
        return await WithServerAsync(server, async client => new Keys(contacts, await CursorsAsync(client, data)));
    }

    static async Task<T> WithServerAsync<T>(OurServer server, Func<GraphQLClient, Task<T>> work)
    {
        var port = Ports.Free();
        await using var child = await server.StartAsync(port);
        await child.WaitAsync(() => Probe.IsReadyAsync(port));
        using var client = new GraphQLClient(port, server.Key);
        return await work(client);
    }

    /// <summary>
    /// Purchases enrol contacts: what the handlers do must be over before it is replaced. The last event is an interaction's, which
    /// concerns them.
    /// </summary>
    static async Task WaitForHandlersAsync(RowsDatabase database)
    {
        var start = Stopwatch.GetTimestamp();
        var last = await database.NumberAsync("SELECT max(sequence) FROM events");
        while (await database.NumberAsync("SELECT min(sequence) FROM event_handlers") < last) await Task.Delay(250);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{last} events were handled {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s after the last row"));
    }

    /// <summary>Goes through all contacts by name, as a client would.</summary>
    static async Task<IReadOnlyList<string>> CursorsAsync(GraphQLClient client, DataSet data)
    {
        var (cursors, after) = (new List<string>(), (string?)null);
        var first = Math.Min(data.Step, MostPerPage);
        for (var read = first; cursors.Count < DataSet.PlaceCount; read += first)
        {
            var answer = await client.SendAsync(Page, new { first, after });
            after = answer.GetProperty("contacts").GetProperty("pageInfo").GetProperty("endCursor").GetString()!;
            if (read % data.Step == 0) cursors.Add(after);
        }
        return cursors;
    }
}
