namespace Crm.Headless.Server.Cli.Commands;

/// <summary>Runs the build target of the SDK that packs a plugin.</summary>
internal sealed class PluginPackCommand : Command
{
    public override string Name => "plugin pack";
    public override string Summary => "Builds a plugin and packs it into one file that a host can be given.";
    public override string Remarks => "The same as \"dotnet build -c Release -t:PackPlugin\". It needs the .NET 10 SDK and no running server.";

    public override IReadOnlyList<CommandOption> Options =>
    [
        new("--project", "PATH", "The project's file or folder; by default the folder where you are."),
        new("--output", "FOLDER", "Where the package goes; by default beside what the build makes."),
        new("--sign", "KEY", "Signs it with the private key of this file (ECDSA, P-256, PEM)."),
    ];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        List<string> arguments = ["build", ProjectIn(input.Value("--project") ?? "."), "-c", "Release", "-t:PackPlugin", "-v", "minimal"];
        if (input.Value("--output") is { } folder) arguments.Add($"-p:PluginPackageFolder={Path.GetFullPath(folder)}/");
        if (input.Value("--sign") is { } key) arguments.Add($"-p:PluginSigningKey={Path.GetFullPath(key)}");
        await Dotnet.RunAsync(input, ct, [.. arguments]);
        return 0;
    }

    // In the folder that "crm plugin new" made lie the plugin and its tests: the project with an id is meant.
    static string ProjectIn(string path)
    {
        if (File.Exists(path)) return path;
        if (!Directory.Exists(path)) throw new UsageException($"There is no project {path}.");
        var found = Directory.EnumerateFiles(path, "*.csproj", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })
            .Where(file => File.ReadAllText(file).Contains("<PluginId>", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        return found switch
        {
            [var one] => one,
            [] => throw new UsageException($"No project in {Path.GetFullPath(path)} has a PluginId. Say which one with --project, or make one: crm plugin new NAME."),
            _ => throw new UsageException($"Several projects have a PluginId: {string.Join(", ", found)}. Say which one with --project."),
        };
    }
}
