using System.Diagnostics;

namespace Crm.Headless.Benchmarks.Running;

/// <summary>Runs a program to its end.</summary>
static class Command
{
    /// <returns>What it wrote.</returns>
    /// <exception cref="BenchException">It isn't there or it failed.</exception>
    public static async Task<string> RunAsync(IReadOnlyList<string> command, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Start(start);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new BenchException($"{string.Join(' ', command)} failed with exit code {process.ExitCode}:\n{await output}{await errors}");
        return await output;
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BenchException($"{start.FileName} can't be started: {e.Message}. Install it (wrk is a package of Debian).");
        }
    }
}
