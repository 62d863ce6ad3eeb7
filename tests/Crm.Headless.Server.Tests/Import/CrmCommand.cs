using System.Diagnostics;
using Crm.Headless.Server.Cli;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Import;

/// <summary>The command line <c>crm</c> on a test's database, with the plugins of this repository.</summary>
sealed class CrmCommand(TestDatabase database) : IDisposable
{
    public static string Plugins { get; } = Path.Combine(SharedFolder.Repository, "artifacts", "plugins");

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crm-test-import-");

    /// <summary>Runs a command in this process.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(params string[] command)
    {
        using var output = new StringWriter();
        var exitCode = await CommandLine.RunAsync([.. command, .. Settings], output, TextWriter.Synchronized(output), CancellationToken.None);
        return (exitCode, output.ToString());
    }

    /// <summary>Starts a command as a process that can be killed.</summary>
    public Process Start(params string[] command) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "crm.dll"), .. command, .. Settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>A file to import, in a folder of the test's own.</summary>
    public string Write(string name, byte[] contents)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, contents);
        return path;
    }

    public string Copy(string path) => Write(Path.GetFileName(path), File.ReadAllBytes(path));

    public static string Map(string name) => Path.Combine(SharedFolder.Repository, "samples", "import", name);

    public void Dispose() => _folder.Delete(recursive: true);

    string[] Settings =>
    [
        $"--Crm:Database:Provider={database.Kind}", $"--ConnectionStrings:Crm={database.ConnectionString}",
        "--Crm:Security:DataKeys:0:Id=test", $"--Crm:Security:DataKeys:0:Key={database.DataKey}",
        $"--Crm:DataFolder={_folder.FullName}", $"--Crm:Plugins:Folder={Plugins}", "--Crm:Plugins:AutoEnable=true",
    ];
}
