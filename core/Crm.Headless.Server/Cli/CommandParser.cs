namespace Crm.Headless.Server.Cli;

/// <summary>Understands what was typed.</summary>
internal static class CommandParser
{
    static readonly string[] HelpWords = ["--help", "-h", "-?", "help"];

    /// <summary>Names of the host's own settings that have no colon.</summary>
    static readonly string[] HostSettings = ["--urls", "--environment", "--contentRoot"];

    public static bool AsksForHelp(string[] args) => args.Any(arg => HelpWords.Contains(arg));

    /// <summary>The command that the first words name, and what stands behind it.</summary>
    public static (Command Command, string[] Behind) Find(string[] args)
    {
        var words = args.TakeWhile(arg => !arg.StartsWith('-')).Where(arg => arg != "help").ToArray();
        if (words.Length == 0) return (CommandList.All[0], args);
        var found = CommandList.All.OrderByDescending(command => command.Name.Length)
            .FirstOrDefault(command => words.Take(WordsOf(command).Length).SequenceEqual(WordsOf(command)));
        return found is null ? throw Unknown(words) : (found, args[WordsOf(found).Length..]);
    }

    /// <summary>The commands that begin with the one word that was typed, as those of "crm key"; none when it is a command itself.</summary>
    public static IReadOnlyList<Command> GroupOf(string[] args) =>
        args.Where(arg => !HelpWords.Contains(arg)).ToArray() is [var word]
            ? [.. CommandList.All.Where(command => command.Name.StartsWith($"{word} ", StringComparison.Ordinal))]
            : [];

    public static CommandInput Read(Command command, string[] rest, TextWriter output, TextWriter error)
    {
        var (arguments, options, settings) = (new List<string>(), new Dictionary<string, string?>(), new List<string>());
        for (var i = 0; i < rest.Length; i++)
        {
            if (!rest[i].StartsWith('-') || rest[i] == "-") arguments.Add(rest[i]);
            else if (IsSetting(rest[i])) settings.Add(WithValue(rest, ref i));
            else AddOption(command, options, rest, ref i);
        }
        if (arguments.Count > command.Arguments.Count)
            throw new UsageException($"\"crm {command.Name}\" doesn't know what to do with \"{arguments[command.Arguments.Count]}\".");
        if (arguments.Count < command.Arguments.Count)
            throw new UsageException($"\"crm {command.Name}\" needs {command.Arguments[arguments.Count].Name}: {command.Arguments[arguments.Count].Description}.");
        return new(arguments, options, [.. settings], output, error);
    }

    static string[] WordsOf(Command command) => command.Name.Split(' ');

    static bool IsSetting(string arg) => arg.StartsWith("--") && (arg.Split('=')[0].Contains(':') || HostSettings.Contains(arg.Split('=')[0]));

    /// <summary>As <c>--name=value</c>, however it was typed.</summary>
    static string WithValue(string[] rest, ref int i)
    {
        if (rest[i].Contains('=')) return rest[i];
        if (i + 1 == rest.Length) throw new UsageException($"The setting {rest[i]} needs a value.");
        return $"{rest[i]}={rest[++i]}";
    }

    static void AddOption(Command command, Dictionary<string, string?> options, string[] rest, ref int i)
    {
        var name = rest[i].Split('=')[0];
        var option = command.Options.FirstOrDefault(option => option.Name == name)
            ?? throw new UsageException($"\"crm {command.Name}\" has no option {name}.{Nearest.Hint(name, command.Options.Select(option => option.Name))}");
        if (option.Value is null && rest[i] != name) throw new UsageException($"The option {name} takes no value.");
        options[name] = option.Value is null ? null : WithValue(rest, ref i)[(name.Length + 1)..];
    }

    static UsageException Unknown(string[] words)
    {
        var within = CommandList.All.Where(command => WordsOf(command)[0] == words[0]).Select(command => command.Name).ToList();
        if (within.Count > 0) return new($"\"crm {words[0]}\" needs a further word: {string.Join(", ", within.Select(name => $"crm {name}"))}.");
        return new($"There is no command \"{words[0]}\".{Nearest.Hint(words[0], CommandList.All.Select(command => WordsOf(command)[0]).Distinct())}");
    }
}
