using System.Globalization;

namespace Crm.Headless.Server.Cli.Commands;

/// <summary>The option <c>--expires DAYS</c> of commands that make a key.</summary>
internal static class KeyExpiry
{
    public static CommandOption Option { get; } = new("--expires", "DAYS", "The key expires after so many days; left out: never.");

    public static string? Read(CommandInput input)
    {
        if (input.Value(Option.Name) is not { } days) return null;
        if (!int.TryParse(days, CultureInfo.InvariantCulture, out var count) || count is < 1 or > 36_500)
            throw new UsageException($"{Option.Name} is \"{days}\". Give a number of days, 1 to 36500.");
        return TimeProvider.System.GetUtcNow().AddDays(count).ToString("O", CultureInfo.InvariantCulture);
    }
}
