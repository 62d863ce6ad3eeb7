namespace Crm.Headless.Server.Cli.Commands;

internal sealed class PluginListCommand : Command
{
    public override string Name => "plugin list";
    public override string Summary => "Lists the plugins, with what keeps those that don't take part from it.";

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var host = await ApiHost.OpenAsync(input, ct);
        var plugins = (await host.QueryAsync("{ plugins { id version status message packageHash } }", [], ct)).GetProperty("plugins");
        foreach (var plugin in plugins.EnumerateArray())
        {
            var source = plugin.GetProperty("packageHash").GetString() is { } hash ? $"package {hash[..12]}" : "folder";
            await input.Out.WriteLineAsync(
                $"{plugin.GetProperty("id").GetString()} {plugin.GetProperty("version").GetString()}  {plugin.GetProperty("status").GetString()!.ToLowerInvariant()}  {source}");
            if (plugin.GetProperty("message").GetString() is { } message) await input.Out.WriteLineAsync("  " + message);
        }
        if (plugins.GetArrayLength() == 0) await input.Out.WriteLineAsync("There are no plugins. \"crm plugin new\" begins one, \"crm plugin install\" installs a package.");
        return 0;
    }
}
