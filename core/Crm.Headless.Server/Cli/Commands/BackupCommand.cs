using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;
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
        await WriteAsync(app.Services.GetRequiredService<Database>().Options, file, ct);
        await RecordAsync(app.Services, ct);
        await input.Out.WriteLineAsync($"Wrote {file} ({new FileInfo(file).Length:N0} bytes).");
        return 0;
    }

    /// <summary>A database of before the audit log is copied as it is: whoever upgrades makes a backup first.</summary>
    static async Task RecordAsync(IServiceProvider services, CancellationToken ct)
    {
        var pending = await services.GetRequiredService<Migrator>().PendingAsync([], ct);
        if (pending.Count == 0) await services.GetRequiredService<AuditLog>().ExportedAsync(CrmPrincipal.System("backup"), "backup", null, ct);
    }

    /// <summary>Under another name until it is complete, and for nobody else's eyes: it holds what the database holds.</summary>
    static async Task WriteAsync(DatabaseOptions options, string file, CancellationToken ct)
    {
        var part = $"{file}.{Guid.NewGuid():n}.part";
        try
        {
            PrivateFile.Create(part).Dispose();
            if (options.Provider == DatabaseProvider.Sqlite) CopySqlite(options.ConnectionString, part);
            else await PostgresDump.WriteAsync(options.ConnectionString, part, ct);
            File.Move(part, file);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>SQLite's own online backup: a consistent copy, while others read and write.</summary>
    static void CopySqlite(string connectionString, string file)
    {
        var original = new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadWrite, Pooling = false };
        if (!File.Exists(original.DataSource))
            throw new StartupException($"There is no database at {Path.GetFullPath(original.DataSource)} yet. Start the server once.");
        using var source = new SqliteConnection(original.ToString());
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }
}
