using Crm.Headless.Server.Data;
using Crm.Headless.Server.Plugins;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class MigrateCommand : Command
{
    public override string Name => "migrate";
    public override string Summary => "Brings the database to this version and to that of the installed plugins, and says what it did.";
    public override string Remarks =>
        """
        The server does the same when it starts. Several may run at a time: one works, the others wait.
        A plugin that can't take part is left out, which standard error explains; the exit code is then 1.
        """;

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var app = CommandHost.Create(input);
        await app.Services.GetRequiredService<PluginStart>().StartingAsync(ct);
        var applied = app.Services.GetRequiredService<Migrator>().Applied;
        foreach (var migration in applied) await input.Out.WriteLineAsync($"applied {migration.Owner} {migration.Id}");
        if (applied.Count == 0) await input.Out.WriteLineAsync("The database is up to date.");
        return await ReportAsync(app.Services.GetRequiredService<Generations>(), input.Error) ? 0 : CommandLine.Failed;
    }

    /// <summary>Whether every plugin takes part.</summary>
    static async Task<bool> ReportAsync(Generations generations, TextWriter error)
    {
        using var lease = generations.Lease();
        var leftOut = lease.Generation.Services.GetRequiredService<InstalledPlugins>().Reports
            .Where(report => report.Status is PluginStatus.Failed or PluginStatus.Refused).ToList();
        foreach (var report in leftOut) await error.WriteLineAsync($"Plugin {report.Id} is left out: {report.Message}");
        return leftOut.Count == 0;
    }
}
