using Crm.Headless.Server.Data;
using Microsoft.Data.Sqlite;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class BackupCommand : Command
{
    public override string Name => "backup";
    public override string Summary => "Writes a copy of the database, also while the server runs.";
    public override string Remarks => "On SQLite the copy is a database file. On PostgreSQL pg_dump writes it, in its custom format; pg_restore reads it.";
    public override IReadOnlyList<CommandArgument> Arguments => [new("FILE", "where the copy goes; it must not exist yet")];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        var file = Path.GetFullPath(input.Arguments[0]);
        if (File.Exists(file)) throw new StartupException($"{file} exists already. Name another file, or remove it first.");
        await using var app = CommandHost.Create(input);
        var options = app.Services.GetRequiredService<Database>().Options;
        if (options.Provider == DatabaseProvider.Sqlite) CopySqlite(options.ConnectionString, file);
        else await PostgresDump.WriteAsync(options.ConnectionString, file, ct);
        await input.Out.WriteLineAsync($"Wrote {file} ({new FileInfo(file).Length:N0} bytes).");
        return 0;
    }

    /// <summary>SQLite's own online backup: a consistent copy, while others read and write.</summary>
    static void CopySqlite(string connectionString, string file)
    {
        var original = new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadWrite, Pooling = false };
        if (!File.Exists(original.DataSource)) throw new StartupException($"There is no database at {Path.GetFullPath(original.DataSource)} yet. Start the server once.");
        using var source = new SqliteConnection(original.ToString());
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }
}
