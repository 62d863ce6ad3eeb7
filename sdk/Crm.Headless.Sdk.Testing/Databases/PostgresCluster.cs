using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Crm.Headless.Testing;

/// <summary>
/// A PostgreSQL cluster of the test process's own, on a free port of the loopback address, from the server binaries of this machine.
/// It ends with the process, also when the process is killed. Its data is thrown away, so nothing is synced to disk.
/// </summary>
public sealed class PostgresCluster
{
    static readonly Lazy<Task<PostgresCluster>> Shared = new(StartAsync);
    static readonly Lazy<string?> Binaries = new(FindBinaries);

    readonly int _port;
    readonly Process _shell; // kept: when it is collected, its input ends and the server with it

    PostgresCluster(int port, Process shell) => (_port, _shell) = (port, shell);

    /// <summary>Why there can be no cluster here and what to do about it; null: there can.</summary>
    public static string? Missing => Binaries.Value is null
        ? "PostgreSQL's server is not installed. Run: apt-get install postgresql (or set CRM_TEST_PGBIN to the folder of initdb)."
        : null;

    /// <summary>The cluster of this process, started with the first call.</summary>
    public static Task<PostgresCluster> SharedAsync() => Shared.Value;

    /// <summary>For Npgsql.</summary>
    public string ConnectionStringTo(string database) =>
        $"Host=127.0.0.1;Port={_port};Username=crm;Database={database};Maximum Pool Size=30;Include Error Detail=true";

    internal async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionStringTo("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    static string? FindBinaries()
    {
        string?[] named = [Environment.GetEnvironmentVariable("CRM_TEST_PGBIN")];
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return named.Concat(debian).Concat(path)
            .FirstOrDefault(folder => folder is not null && File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    static async Task<PostgresCluster> StartAsync()
    {
        var binaries = Binaries.Value ?? throw new InvalidOperationException(Missing);
        var folder = Directory.CreateTempSubdirectory("crm-test-pg-").FullName;
        var port = FreePort();

        // PostgreSQL refuses to run as root: a root user lends it the account that its package made.
        var asUser = Environment.UserName == "root" ? "setpriv --reuid=postgres --regid=postgres --clear-groups " : "";
        if (asUser != "") await RunAsync($"chown postgres '{folder}'");
        await RunAsync($"{asUser}'{binaries}/initdb' -D '{folder}/data' -U crm -A trust -E UTF8 --locale=C.UTF-8 --no-sync > '{folder}/initdb.log' 2>&1");

        // The shell waits for the end of its input, which comes when this process ends, however it ends.
        var server = $"""
            cd '{folder}'
            {asUser}'{binaries}/postgres' -D '{folder}/data' -p {port} -h 127.0.0.1 -k '' \
              -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=400 -c shared_buffers=256MB > '{folder}/server.log' 2>&1 &
            server=$!
            read -r _
            kill -INT $server; wait $server
            rm -rf '{folder}'
            """;
        var shell = Process.Start(new ProcessStartInfo("sh", ["-c", server]) { RedirectStandardInput = true, UseShellExecute = false })!;

        var cluster = new PostgresCluster(port, shell);
        await cluster.WaitAsync(folder);
        return cluster;
    }

    async Task WaitAsync(string folder)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ExecuteAsync("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (attempt < 300)
            {
                await Task.Delay(100);
            }
            catch (NpgsqlException e)
            {
                throw new InvalidOperationException($"PostgreSQL did not start: {await File.ReadAllTextAsync(Path.Combine(folder, "server.log"))}", e);
            }
        }
    }

    static async Task RunAsync(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { UseShellExecute = false })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"This failed with exit code {process.ExitCode}: {command}");
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
