namespace Crm.Headless.Server.Cli;

/// <summary>One word, or two, after <c>crm</c>. Listed in <see cref="CommandList"/>.</summary>
internal abstract class Command
{
    /// <summary>As it is typed: <c>migrate</c>, <c>key reset</c>.</summary>
    public abstract string Name { get; }

    /// <summary>One line.</summary>
    public abstract string Summary { get; }

    /// <summary>Further lines of its help: what it does to a running server, what it needs.</summary>
    public virtual string? Remarks => null;

    /// <summary>What stands without a name behind the command, in order; all of them must be given.</summary>
    public virtual IReadOnlyList<CommandArgument> Arguments => [];

    public virtual IReadOnlyList<CommandOption> Options => [];

    /// <returns>The exit code.</returns>
    /// <exception cref="StartupException">It can't run: exit code 1.</exception>
    /// <exception cref="UsageException">It was called wrongly: exit code 2.</exception>
    public abstract Task<int> RunAsync(CommandInput input, CancellationToken ct);
}

/// <param name="Name">In capitals, as it stands in the help.</param>
internal sealed record CommandArgument(string Name, string Description);

/// <param name="Name">With its dashes.</param>
/// <param name="Value">What its value is called in the help; null for a switch.</param>
internal sealed record CommandOption(string Name, string? Value, string Description);
