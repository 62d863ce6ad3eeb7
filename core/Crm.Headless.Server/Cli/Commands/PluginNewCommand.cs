using System.Reflection;

namespace Crm.Headless.Server.Cli.Commands;

/// <summary>Runs <c>dotnet new crm-plugin</c> on the template that lies beside the program, without installing it.</summary>
internal sealed class PluginNewCommand : Command
{
    public override string Name => "plugin new";
    public override string Summary => "Makes a plugin in one file, with a project of tests.";
    public override string Remarks => "It needs the .NET 10 SDK and no running server. \"dotnet test\" in the new folder builds and tests the plugin.";
    public override IReadOnlyList<CommandArgument> Arguments => [new("NAME", "What the project and its folder are called, such as Visits")];

    public override IReadOnlyList<CommandOption> Options =>
    [
        new("--id", "ID", "The publisher's name, a dot, the plugin's name; by default acme. and the name."),
        new("--prefix", "PREFIX", "What the names of its types begin with; by default the name."),
        new("--output", "FOLDER", "Where to; by default a folder of that name."),
    ];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        var template = Path.Combine(AppContext.BaseDirectory, "templates", "crm-plugin");
        var registry = Directory.CreateTempSubdirectory("crm-template-");
        try
        {
            string[] own = ["--debug:custom-hive", registry.FullName];
            await Dotnet.RunAsync(input with { Out = TextWriter.Null }, ct, ["new", "install", template, .. own]);
            await Dotnet.RunAsync(input, ct, ["new", "crm-plugin", "--name", input.Arguments[0], "--crmVersion", Version, .. Given(input), .. own]);
        }
        finally
        {
            registry.Delete(recursive: true);
        }
        return 0;
    }

    static string Version { get; } =
        typeof(PluginNewCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    static IEnumerable<string> Given(CommandInput input) =>
        new[] { "--id", "--prefix", "--output" }.Where(input.Has).SelectMany(option => new[] { option, input.Value(option)! });
}
