namespace Crm.Headless.Server.Input;

/// <summary>Why a row of a bulk mutation was refused.</summary>
/// <param name="Code">UPPER_SNAKE, as of the same error on a single record.</param>
/// <param name="Message">The thing, the cause and the remedy.</param>
/// <param name="Field">The place of the value, from the argument down: names of fields, and indices of lists.</param>
sealed record RowError(string Code, string Message, IReadOnlyList<string> Field)
{
    public static RowError Of(InputException e) => new(e.Code, e.Message, e.Field);
}
