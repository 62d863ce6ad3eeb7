namespace Crm.Headless.Loyalty;

/// <summary>Whether it is somebody's birthday.</summary>
static class Birthday
{
    const int DaysAround = 3;

    /// <summary>Without a date of birth it never is.</summary>
    public static bool IsOn(DateOnly day, BirthDate? born, LoyaltyBirthday span) => born is not null && span switch
    {
        LoyaltyBirthday.Day => day == In(day.Year, born),
        LoyaltyBirthday.Month => day.Month == born.Month,
        _ => Around(day, born),
    };

    // The week around New Year belongs to two years.
    static bool Around(DateOnly day, BirthDate born)
    {
        for (var year = Math.Max(1, day.Year - 1); year <= Math.Min(9999, day.Year + 1); year++)
            if (Math.Abs(day.DayNumber - In(year, born).DayNumber) <= DaysAround) return true;
        return false;
    }

    static DateOnly In(int year, BirthDate born) => new(year, born.Month, Math.Min(born.Day, DateTime.DaysInMonth(year, born.Month)));
}
