namespace Crm.Headless.Server.Cli.Commands;

internal sealed class PluginInstallCommand : Command
{
    public override string Name => "plugin install";
    public override string Summary => "Installs a package, in the place of another version where there is one, and enables it.";
    public override string Remarks => PluginChanging.Remarks;
    public override IReadOnlyList<CommandArgument> Arguments => [new("FILE", "The .crmplugin file.")];
    public override IReadOnlyList<CommandOption> Options => [PluginChanging.Accept];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var host = await ApiHost.OpenAsync(input, ct);
        var hash = await PluginChanging.StoreAsync(host, input.Arguments[0], ct);
        await PluginChanging.RunAsync(host, input, "pluginInstall", new() { ["hash"] = hash, ["accept"] = PluginChanging.Accepted(input) }, ct);
        return 0;
    }
}
