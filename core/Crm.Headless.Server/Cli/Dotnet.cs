using System.ComponentModel;
using System.Diagnostics;

namespace Crm.Headless.Server.Cli;

/// <summary>The .NET SDK of whoever writes plugins.</summary>
internal static class Dotnet
{
    /// <summary>Runs it and shows what it says.</summary>
    /// <exception cref="StartupException">There is none, or it failed.</exception>
    public static async Task RunAsync(CommandInput input, CancellationToken ct, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Start(start);
        try
        {
            await Task.WhenAll(CopyAsync(process.StandardOutput, input.Out, ct), CopyAsync(process.StandardError, input.Error, ct), process.WaitForExitAsync(ct));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        if (process.ExitCode != 0) throw new StartupException($"\"dotnet {arguments[0]}\" failed; what it said stands above.");
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new StartupException("The command dotnet isn't there. Writing plugins takes the .NET 10 SDK: install it, and see that it is on the PATH.", error);
        }
    }

    static async Task CopyAsync(StreamReader from, TextWriter to, CancellationToken ct)
    {
        while (await from.ReadLineAsync(ct) is { } line) await to.WriteLineAsync(line);
    }
}
