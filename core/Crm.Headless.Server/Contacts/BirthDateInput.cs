using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Contacts;

/// <summary>A day of birth in the Gregorian calendar.</summary>
/// <param name="Year">The year; null when the person tells only the day.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31, within the month. 29 February is a day of an unknown year.</param>
sealed record BirthDateInput(int? Year, int Month, int Day)
{
    // Somewhere it is already tomorrow: no zone is ahead of UTC by more.
    static readonly TimeSpan FurthestAhead = TimeSpan.FromHours(14);

    public BirthDate Read(FieldPath at, DateTimeOffset now)
    {
        const int leapYear = 2000;
        var isDay = Year is null or (>= 1 and <= 9999) && Month is >= 1 and <= 12
            && Day >= 1 && Day <= DateTime.DaysInMonth(Year ?? leapYear, Month);
        if (!isDay) throw new InvalidDateException(at, $"{Year?.ToString("D4") ?? "-"}-{Month:D2}-{Day:D2} is in no calendar. Check year, month and day.");
        if (Year is { } year && new DateOnly(year, Month, Day) > DateOnly.FromDateTime(now.UtcDateTime + FurthestAhead))
            throw new InvalidDateException(at, $"{year:D4}-{Month:D2}-{Day:D2} is in the future. Nobody is born then yet.");
        return new BirthDate(Year, Month, Day);
    }
}

/// <summary>A date is in no calendar, or makes no sense here.</summary>
sealed class InvalidDateException(FieldPath field, string message) : InputException("INVALID_DATE", field, message);
