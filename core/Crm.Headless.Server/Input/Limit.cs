namespace Crm.Headless.Server.Input;

/// <summary>How many elements a list may have that isn't paged.</summary>
static class Limit
{
    public const int PerRecord = 50, Participants = 100, Lines = 500, Rows = 1000;

    public static void Check(int count, int max, FieldPath at)
    {
        if (count > max) throw new TooManyException(at, max, count);
    }
}

/// <summary>A list has too many elements.</summary>
sealed class TooManyException(FieldPath field, int max, int given)
    : InputException("TOO_MANY", field, $"There would be {given}, and {max} are allowed. Leave some out, or split the request.")
{
    /// <summary>The most that are allowed.</summary>
    public int Max { get; } = max;

    /// <summary>How many there would be.</summary>
    public int Given { get; } = given;
}
