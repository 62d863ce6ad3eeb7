using System.Diagnostics;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Import;
using Crm.Headless.Server.InProcess;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class ImportCommand : Command
{
    const int SomeRowsRefused = 3;

    public override string Name => "import";
    public override string Summary => "Imports accounts, contacts and interactions from a CSV, TSV or space-separated file.";
    public override string Remarks =>
        """
        The map says what becomes of each column, see samples/import. A row is known by the map's "source" and its "externalId", so an
        import can be repeated, also after a crash, without doubling anything. Safe while the server runs.
        The file may be UTF-8, UTF-16 or GBK. Rows that are refused go to FILE.refused.csv with line number and reason; the exit code
        is then 3.
        """;

    public override IReadOnlyList<CommandArgument> Arguments => [new("FILE", "the file to import; its first line names the columns")];
    public override IReadOnlyList<CommandOption> Options => [new("--map", "MAP", "The JSON file that says what becomes of each column.")];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        var map = ImportMap.Load(input.Value("--map") ?? throw new UsageException("crm import needs --map MAP.json, which says what becomes of each column."));
        var file = SourceFile.Open(input.Arguments[0], map);
        await using var app = CommandHost.Create(input);
        await app.Services.GetRequiredService<PluginStart>().StartingAsync(ct);
        var dispatcher = app.Services.GetRequiredService<EventDispatcher>();
        await dispatcher.StartAsync(ct);
        try
        {
            return await RunAsync(input, map, file, app.Services, ct);
        }
        finally
        {
            await dispatcher.StopAsync(CancellationToken.None);
        }
    }

    static async Task<int> RunAsync(CommandInput input, ImportMap map, SourceFile file, IServiceProvider services, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var api = new InProcessApi(services.GetRequiredService<Generations>(), client: "import");
        var targets = ImportTarget.Of(map, api.Schema);
        var progress = new ImportProgress(input.Error, isConsole: !Console.IsErrorRedirected);
        using var refused = new RefusedRows(input.Arguments[0] + ".refused.csv");

        await input.Error.WriteLineAsync($"Importing {input.Arguments[0]} ({file.Encoding.WebName}) as source \"{map.Source}\".");
        await services.GetRequiredService<AuditLog>().ImportedAsync(CrmPrincipal.System("import"), $"source \"{map.Source}\"", ct);
        var run = new ImportRun(file, targets, api, refused);
        await run.RunAsync(progress, ct);
        var parked = await services.GetRequiredService<DispatcherProgress>().WaitUntilHandledAsync(ct, progress);
        progress.End();
        await input.Out.WriteLineAsync(ImportSummary.Of(run, targets, refused, parked, Stopwatch.GetElapsedTime(began)));
        return refused.Count == 0 ? 0 : SomeRowsRefused;
    }
}
