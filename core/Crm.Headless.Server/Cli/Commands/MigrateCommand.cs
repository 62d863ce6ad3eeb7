using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class MigrateCommand : Command
{
    public override string Name => "migrate";
    public override string Summary => "Brings the database to this version, and says what it did.";
    public override string Remarks => "The server does the same when it starts. Several may run at a time: one works, the others wait.";

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var app = CommandHost.Create(input);
        var applied = await app.Services.GetRequiredService<Migrator>().MigrateAsync([], ct);
        foreach (var migration in applied) await input.Out.WriteLineAsync($"applied {migration.Owner} {migration.Id}");
        if (applied.Count == 0) await input.Out.WriteLineAsync("The database is up to date.");
        return 0;
    }
}
