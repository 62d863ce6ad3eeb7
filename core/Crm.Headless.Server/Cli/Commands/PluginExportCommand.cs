namespace Crm.Headless.Server.Cli.Commands;

internal sealed class PluginExportCommand : Command
{
    public override string Name => "plugin export";
    public override string Summary => "Writes the rows of a plugin that was removed with --data export to a file.";
    public override string Remarks => "The query \"pluginExports\" lists the exports that there are, each as long as Crm:Plugins:ExportRetentionDays says.";

    public override IReadOnlyList<CommandArgument> Arguments =>
    [
        new("OPERATION", "the removal, as \"crm plugin remove\" named it"),
        new("FILE", "where the export goes, a zip; it must not exist yet"),
    ];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        if (!Guid.TryParse(input.Arguments[0], out var operation))
            throw new UsageException($"\"{input.Arguments[0]}\" is no operation. It looks like 0199c0de-0000-7000-8000-000000000000.");
        using var file = ExportFile.Begin(input.Arguments[1]);
        await using var host = await ApiHost.OpenAsync(input, ct);
        await file.WriteAsync(host, operation, input.Out, ct);
        return 0;
    }
}
