using System.ComponentModel;
using System.Diagnostics;
using Npgsql;

namespace Crm.Headless.Server.Cli.Commands;

/// <summary>PostgreSQL's own tool for a copy.</summary>
internal static class PostgresDump
{
    public static async Task WriteAsync(string connectionString, string file, CancellationToken ct)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo("pg_dump", ["--format=custom", $"--file={file}", "--no-password"]) { RedirectStandardError = true };
        start.Environment["PGHOST"] = connection.Host;
        start.Environment["PGPORT"] = connection.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["PGDATABASE"] = connection.Database;
        start.Environment["PGUSER"] = connection.Username;
        if (connection.Password is not null) start.Environment["PGPASSWORD"] = connection.Password;
        using var process = Start(start);
        var complaint = await process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0) throw new StartupException($"pg_dump failed: {complaint.Trim()}");
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new StartupException(
                "A PostgreSQL database is copied by pg_dump, which isn't on the PATH. Install PostgreSQL's client tools, or run "
                + "\"pg_dump --format=custom --file=crm.dump DATABASE\" where they are.", missing);
        }
    }
}
