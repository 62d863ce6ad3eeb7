namespace Crm.Headless.Server.Cli;

/// <summary>What was typed behind a command, and where its answer goes.</summary>
/// <param name="Configuration">Settings, as <c>--Crm:Database:Provider=PostgreSql</c>; for the host.</param>
internal sealed record CommandInput(
    IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string?> Options, string[] Configuration, TextWriter Out, TextWriter Error)
{
    public bool Has(string option) => Options.ContainsKey(option);

    public string? Value(string option) => Options.GetValueOrDefault(option);
}

/// <summary>The command line can't be understood; the message says what would be.</summary>
internal sealed class UsageException(string message) : Exception(message);
