using System.Diagnostics;

namespace Crm.Headless.Tests.Clients;

/// <summary>
/// The clients of tests/clients, installed by npm into artifacts/clients when the first test asks. Where there is no Node, or no
/// registry, the tests that need them are skipped.
/// </summary>
static class ClientPackages
{
    static readonly Lazy<string?> WhyNot = new(Install);

    public static string? Missing => WhyNot.Value;

    public static string Repository { get; } = FindRepository();

    public static string Folder { get; } = Path.Combine(Repository, "artifacts", "clients");

    /// <summary>Runs a script of tests/clients.</summary>
    public static Task<string> RunAsync(string script, params string[] args) => RunProgramAsync("node", [script, .. args]);

    public static async Task<string> RunProgramAsync(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', args)} failed:\n{output}\n{await error}");
    }

    static string? Install()
    {
        var source = Path.Combine(Repository, "tests", "clients");
        Directory.CreateDirectory(Folder);
        using var alone = new FileStream(Path.Combine(Folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        var installed = Path.Combine(Folder, "installed.json");
        foreach (var file in Directory.GetFiles(source)) File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)), overwrite: true);
        var wanted = File.ReadAllText(Path.Combine(source, "package-lock.json"));
        if (File.Exists(installed) && File.ReadAllText(installed) == wanted) return null;
        var failure = Try("npm", "ci --no-audit --no-fund --loglevel=error --fetch-retries=1");
        if (failure is null) File.WriteAllText(installed, wanted);
        return failure;
    }

    static string? Try(string program, string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"npm can't install the packages of tests/clients: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "Node isn't installed. Install Node.js 20 or newer, with npm.";
        }
    }

    static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Crm.Headless.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}

/// <summary>A test that needs Node and the packages of tests/clients.</summary>
sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = ClientPackages.Missing;
}
