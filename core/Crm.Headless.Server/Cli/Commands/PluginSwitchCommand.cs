namespace Crm.Headless.Server.Cli.Commands;

/// <summary>Lets a plugin take part, or takes it out.</summary>
internal sealed class PluginSwitchCommand : Command
{
    readonly string _mutation;

    PluginSwitchCommand(string name, string mutation, string summary) => (Name, _mutation, Summary) = (name, mutation, summary);

    public static PluginSwitchCommand Enable { get; } =
        new("plugin enable", "pluginEnable", "Lets a plugin take part that was disabled, or that waits in the plugins folder.");

    public static PluginSwitchCommand Disable { get; } =
        new("plugin disable", "pluginDisable", "Takes a plugin out, and keeps all its data.");

    public override string Name { get; }
    public override string Summary { get; }
    public override string Remarks => PluginChanging.Remarks;
    public override IReadOnlyList<CommandArgument> Arguments => [PluginChanging.Id];
    public override IReadOnlyList<CommandOption> Options => [PluginChanging.Accept];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var host = await ApiHost.OpenAsync(input, ct);
        await PluginChanging.RunAsync(host, input, _mutation, new() { ["id"] = input.Arguments[0], ["accept"] = PluginChanging.Accepted(input) }, ct);
        return 0;
    }
}
