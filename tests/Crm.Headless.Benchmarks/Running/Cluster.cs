using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Crm.Headless.Benchmarks.Running;

/// <summary>
/// A PostgreSQL cluster of the benchmarks' own, kept between runs, with the settings of the anchors: enough memory, safe commits.
/// Unlike the tests' cluster it syncs, because the cost of a commit is measured.
/// </summary>
sealed class Cluster : IAsyncDisposable
{
    static readonly string[] Settings =
    [
        "shared_buffers=1GB", "effective_cache_size=8GB", "random_page_cost=1.1", "max_connections=200", "max_wal_size=4GB", "jit=off",
        "autovacuum=off",
    ];

    readonly int _port;
    readonly Child _server;

    Cluster(int port, Child server) => (_port, _server) = (port, server);

    public TimeSpan Processor => _server.Processor;

    public string ConnectionTo(string database) => $"Host=127.0.0.1;Port={_port};Username=bench;Database={database}";

    public static async Task<Cluster> StartAsync()
    {
        var binaries = FindBinaries();
        // PostgreSQL refuses to run as root: a root user lends it the account that its package made.
        string[] asUser = Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
        var folder = Directory.CreateDirectory(Path.Combine(Places.Output, "pg")).FullName;
        if (asUser.Length > 0) await Command.RunAsync(["chown", "postgres", folder]);
        var data = Path.Combine(folder, "data");
        if (!File.Exists(Path.Combine(data, "PG_VERSION")))
            await Command.RunAsync([.. asUser, Path.Combine(binaries, "initdb"), "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]);

        var port = Ports.Free();
        var server = await Child.StartAsync("postgres", "INT",
            [.. asUser, Path.Combine(binaries, "postgres"), "-D", data, "-p", $"{port}", "-h", "127.0.0.1", "-k", "", .. Settings.SelectMany(s => new[] { "-c", s })],
            folder);
        var cluster = new Cluster(port, server);
        await server.WaitAsync(cluster.IsReadyAsync);
        return cluster;
    }

    public async Task CreateAsync(string database)
    {
        await ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS \"{database}\" WITH (FORCE)");
        await ExecuteAsync("postgres", $"CREATE DATABASE \"{database}\"");
    }

    async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    async Task<bool> IsReadyAsync()
    {
        try
        {
            await ExecuteAsync("postgres", "SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    static string FindBinaries()
    {
        string?[] named = [Environment.GetEnvironmentVariable("CRM_TEST_PGBIN")];
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))
            : [];
        return named.Concat(debian).FirstOrDefault(folder => folder is not null && File.Exists(Path.Combine(folder, "initdb")))
            ?? throw new BenchException("PostgreSQL's server is not installed. Run: apt-get install postgresql (or set CRM_TEST_PGBIN to the folder of initdb).");
    }
}

static class Ports
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
