namespace Crm.Headless.Server.Cli.Commands;

internal sealed class PluginRemoveCommand : Command
{
    const string Data = "--data";

    public override string Name => "plugin remove";
    public override string Summary => "Removes a plugin that was installed from a package.";
    public override string Remarks => PluginChanging.Remarks;
    public override IReadOnlyList<CommandArgument> Arguments => [PluginChanging.Id];

    public override IReadOnlyList<CommandOption> Options =>
    [
        new(Data, "WHAT", "What becomes of its rows: keep (the default), export (to a file in the data folder, then they go), or purge."),
        PluginChanging.Accept,
    ];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        var data = (input.Value(Data) ?? "keep").ToUpperInvariant();
        if (data is not ("KEEP" or "EXPORT" or "PURGE")) throw new UsageException($"--data is keep, export or purge, and not \"{input.Value(Data)}\".");
        await using var host = await ApiHost.OpenAsync(input, ct);
        return await PluginChanging.RunAsync(host, input, "pluginRemove",
            new() { ["id"] = input.Arguments[0], ["data"] = data, ["accept"] = PluginChanging.Accepted(input) }, ct);
    }
}
