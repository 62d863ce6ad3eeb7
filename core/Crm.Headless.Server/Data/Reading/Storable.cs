using Crm.Headless.Server.Data.Conventions;

namespace Crm.Headless.Server.Data;

/// <summary>Values as the database can hold them: a client may ask for more than a row can say.</summary>
static class Storable
{
    const decimal Largest = long.MaxValue / ScaledDecimal.Scale;

    /// <summary>The greatest storable value that isn't above the given one, and whether it is that one.</summary>
    public static (object Floor, bool IsExact) Floor(object value)
    {
        switch (value)
        {
            case decimal and > Largest:
                return (Largest, false);
            case decimal and < -Largest:
                return (-Largest, false);
            case decimal number:
                var floor = decimal.Floor(number * ScaledDecimal.Scale) / ScaledDecimal.Scale;
                return (floor, floor == number);
            case DateTimeOffset time:
                var excess = time.UtcTicks % TimeSpan.TicksPerMicrosecond;
                return (time.ToUniversalTime().AddTicks(-excess), excess == 0);
            default:
                return (value, true);
        }
    }

    /// <summary>Whether a row can hold exactly this. Zero characters and halves of surrogate pairs are in no row.</summary>
    public static bool IsStorable(object value) => value is string text ? IsText(text) : Floor(value).IsExact;

    static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i]))))
                return false;
        return true;
    }
}
