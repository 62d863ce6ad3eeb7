using System.Reflection;
using System.Runtime.InteropServices;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class VersionCommand : Command
{
    public override string Name => "version";
    public override string Summary => "Says which version this is.";

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        var version = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        await input.Out.WriteLineAsync($"Crm.Headless {version} ({RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier})");
        return 0;
    }
}
