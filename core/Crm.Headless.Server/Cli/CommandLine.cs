namespace Crm.Headless.Server.Cli;

/// <summary><c>crm COMMAND ARGUMENTS --options</c>. Without a command it serves.</summary>
internal static class CommandLine
{
    public const int Failed = 1;
    public const int WronglyCalled = 2;

    /// <summary>As shells have it for Ctrl+C.</summary>
    public const int Stopped = 130;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken ct)
    {
        try
        {
            if (args is ["--version"]) args = ["version"];
            if (CommandParser.AsksForHelp(args) && CommandParser.GroupOf(args) is { Count: > 0 } group) return CommandHelp.Write(output, group);
            var (command, rest) = CommandParser.Find(args);
            if (CommandParser.AsksForHelp(args)) return CommandHelp.Write(output, command, args);
            return await command.RunAsync(CommandParser.Read(command, rest, output, error), ct);
        }
        catch (UsageException wrong)
        {
            await error.WriteLineAsync($"{wrong.Message}\n\"crm --help\" lists the commands.");
            return WronglyCalled;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await error.WriteLineAsync("Stopped.");
            return Stopped;
        }
        catch (Exception failure) when (StartupFailure.Explain(failure) is { } explanation)
        {
            await error.WriteLineAsync(explanation);
            return Failed;
        }
    }
}
