namespace Crm.Headless.Server.Cli.Commands;

internal sealed class PluginRemoveCommand : Command
{
    const string Data = "--data", Export = "--export";

    public override string Name => "plugin remove";
    public override string Summary => "Removes a plugin that was installed from a package.";
    public override string Remarks => PluginChanging.Remarks;
    public override IReadOnlyList<CommandArgument> Arguments => [PluginChanging.Id];

    public override IReadOnlyList<CommandOption> Options =>
    [
        new(Data, "WHAT", "What becomes of its rows: keep (the default), export (into the database, from where they can be had for a while), or purge."),
        new(Export, "FILE", "Exports its rows, and writes the export to this file, a zip that must not exist yet."),
        PluginChanging.Accept,
    ];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        var data = DataOf(input);
        using var file = input.Value(Export) is { } path ? ExportFile.Begin(path) : null;
        await using var host = await ApiHost.OpenAsync(input, ct);
        var operation = await PluginChanging.RunAsync(host, input, "pluginRemove",
            new() { ["id"] = input.Arguments[0], ["data"] = data, ["accept"] = PluginChanging.Accepted(input) }, ct);
        if (file is not null) await file.WriteAsync(host, operation, input.Out, ct);
        return 0;
    }

    static string DataOf(CommandInput input)
    {
        var data = (input.Value(Data) ?? (input.Has(Export) ? "export" : "keep")).ToUpperInvariant();
        if (data is not ("KEEP" or "EXPORT" or "PURGE")) throw new UsageException($"{Data} is keep, export or purge, and not \"{input.Value(Data)}\".");
        return input.Has(Export) && data != "EXPORT" ? throw new UsageException($"{Export} FILE and {Data} {input.Value(Data)} exclude each other.") : data;
    }
}
