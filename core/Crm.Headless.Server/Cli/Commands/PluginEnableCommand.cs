namespace Crm.Headless.Server.Cli.Commands;

internal sealed class PluginEnableCommand : Command
{
    public override string Name => "plugin enable";
    public override string Summary => "Lets a plugin take part that was disabled, or that waits in the plugins folder.";
    public override string Remarks => PluginChanging.Remarks;
    public override IReadOnlyList<CommandArgument> Arguments => [new("ID", "The plugin, as \"crm plugin list\" lists it.")];
    public override IReadOnlyList<CommandOption> Options => [PluginChanging.Accept];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var host = await ApiHost.OpenAsync(input, ct);
        return await PluginChanging.RunAsync(
            host, input, "pluginEnable", new() { ["id"] = input.Arguments[0], ["accept"] = PluginChanging.Accepted(input) }, ct);
    }
}

internal sealed class PluginDisableCommand : Command
{
    public override string Name => "plugin disable";
    public override string Summary => "Takes a plugin out, and keeps all its data.";
    public override string Remarks => PluginChanging.Remarks;
    public override IReadOnlyList<CommandArgument> Arguments => [new("ID", "The plugin, as \"crm plugin list\" lists it.")];
    public override IReadOnlyList<CommandOption> Options => [PluginChanging.Accept];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var host = await ApiHost.OpenAsync(input, ct);
        return await PluginChanging.RunAsync(
            host, input, "pluginDisable", new() { ["id"] = input.Arguments[0], ["accept"] = PluginChanging.Accepted(input) }, ct);
    }
}
