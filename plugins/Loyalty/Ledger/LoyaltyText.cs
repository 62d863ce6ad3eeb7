namespace Crm.Headless.Loyalty;

/// <summary>What clients may write into the ledger: text that every database keeps.</summary>
static class LoyaltyText
{
    const int LongestLine = 200;
    const int LongestNote = 2_000;

    /// <exception cref="LoyaltyTextInvalidException">It is blank, too long, or has line breaks or other control characters.</exception>
    public static string? Line(string? text, string field) =>
        text is null || (!string.IsNullOrWhiteSpace(text) && text.Length <= LongestLine && !text.Any(char.IsControl))
            ? text
            : throw new LoyaltyTextInvalidException(field, $"1 to {LongestLine} characters that aren't all blank, without line breaks or control characters");

    /// <exception cref="LoyaltyTextInvalidException">It is too long, or has control characters besides line breaks and tabs.</exception>
    public static string? Lines(string? text, string field) =>
        text is null || (text.Length <= LongestNote && !text.Any(mark => char.IsControl(mark) && mark is not ('\n' or '\r' or '\t')))
            ? text
            : throw new LoyaltyTextInvalidException(field, $"up to {LongestNote} characters, without control characters");
}

/// <summary>A text can't be stored as it is.</summary>
/// <param name="field">The input's field.</param>
/// <param name="expected">What it may be.</param>
public sealed class LoyaltyTextInvalidException(string field, string expected)
    : CrmException("LOYALTY_TEXT_INVALID", $"\"{field}\" can't be stored. Give {expected}.")
{
    /// <summary>The input's field.</summary>
    public string Field { get; } = field;
}
