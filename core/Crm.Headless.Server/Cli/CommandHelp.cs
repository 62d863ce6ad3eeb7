namespace Crm.Headless.Server.Cli;

/// <summary>The texts of <c>--help</c>.</summary>
internal static class CommandHelp
{
    public static int Write(TextWriter output, Command command, string[] args)
    {
        var names = args.Where(arg => !arg.StartsWith('-') && arg != "help");
        output.Write(names.Any() ? Of(command) : Overview());
        return 0;
    }

    /// <summary>For a word that several commands begin with.</summary>
    public static int Write(TextWriter output, IReadOnlyList<Command> group)
    {
        output.Write(string.Join('\n', group.Select(Of)));
        return 0;
    }

    static string Overview() => $"""
        crm, the Crm.Headless server and its command line

        Usage: crm [COMMAND] [OPTIONS]

        {Table(CommandList.All.Select(command => (command.Name, command.Summary)))}

        "crm COMMAND --help" says more about one. Without a command, crm serves.
        Settings go behind any command: --ConnectionStrings:Crm="Host=..." --Crm:DataFolder=/var/lib/crm

        """;

    static string Of(Command command)
    {
        var arguments = string.Concat(command.Arguments.Select(argument => $" {argument.Name}"));
        var options = command.Options.Select(option => (option.Value is null ? option.Name : $"{option.Name} {option.Value}", option.Description));
        var rows = command.Arguments.Select(argument => (argument.Name, argument.Description)).Concat(options).ToList();
        var parts = new[] { command.Summary, $"Usage: crm {command.Name}{arguments}{(command.Options.Count > 0 ? " [OPTIONS]" : "")}", Table(rows), command.Remarks };
        return string.Join("\n\n", parts.Where(part => !string.IsNullOrEmpty(part))) + "\n";
    }

    static string Table(IEnumerable<(string Left, string Right)> rows)
    {
        var list = rows.ToList();
        var width = list.Count == 0 ? 0 : list.Max(row => row.Left.Length);
        return string.Join('\n', list.Select(row => $"  {row.Left.PadRight(width)}  {row.Right}"));
    }
}
