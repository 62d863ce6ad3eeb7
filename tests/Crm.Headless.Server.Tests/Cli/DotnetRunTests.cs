using System.Diagnostics;
using Crm.Headless.Tests.Clients;

namespace Crm.Headless.Tests.Cli;

/// <summary>The README's commands go through <c>dotnet run</c>.</summary>
public sealed class DotnetRunTests
{
    [Fact]
    public async Task Paths_on_the_command_line_are_those_of_the_folder_that_it_is_typed_in()
    {
        var folder = Directory.CreateTempSubdirectory("crm-test-run-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "map.json"), """{ "source": "shop", "contacts": { "externalId": "{id}" } }""");

        // The map is read first, so that what is missed is the file.
        Assert.Contains("The file \"people.csv\" does not exist.", await ErrorOfAsync(folder, "import", "people.csv", "--map", "map.json"));
    }

    static async Task<string> ErrorOfAsync(string folder, params string[] line)
    {
        var project = Path.Combine(ClientPackages.Repository, "core", "Crm.Headless.Server");
        string[] run = ["run", "--no-build", "--configuration", Configuration, "--project", project, "--"];
        using var process = Process.Start(new ProcessStartInfo("dotnet", [.. run, .. line])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return error + await output;
    }

    /// <summary>The one that the tests were built in, from <c>bin/Debug/net10.0</c>.</summary>
    static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
}
