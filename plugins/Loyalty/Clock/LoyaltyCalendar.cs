namespace Crm.Headless.Loyalty;

/// <summary>
/// Days, months and years by the clock of a time zone. What lasts until a day lasts until its end: the moment at which the next day begins
/// there. A day whose midnight daylight saving skips begins with its first moment; one whose midnight comes twice begins with the first of
/// them.
/// </summary>
static class LoyaltyCalendar
{
    /// <summary>From when on points can be spent that were earned then; the same moment where that is at once.</summary>
    public static DateTimeOffset AvailableAt(LoyaltyProgram program, DateTimeOffset earnedAt) =>
        program.PendingDays == 0 ? earnedAt : StartOf(DateOf(earnedAt, program.TimeZone).AddDays(program.PendingDays), program.TimeZone);

    /// <summary>When points lapse that were earned then; null: never, or only when nothing happens for long.</summary>
    /// <remarks>
    /// A month that has no such day ends the term with its last day: what was earned on 31 August lasts six months until the end of
    /// February.
    /// </remarks>
    public static DateTimeOffset? ExpiryOf(LoyaltyProgram program, DateTimeOffset earnedAt) => program.ExpiryPolicy switch
    {
        LoyaltyExpiryPolicy.MonthsAfterEarning => MonthsAfter(program, earnedAt),
        LoyaltyExpiryPolicy.EndOfYearAfter =>
            StartOf(new(DateOf(earnedAt, program.TimeZone).AddMonths(program.ExpiryMonths).Year + 1, 1, 1), program.TimeZone),
        _ => null,
    };

    /// <summary>The end of the day that is so many months after that of a time as points last.</summary>
    public static DateTimeOffset MonthsAfter(LoyaltyProgram program, DateTimeOffset time) =>
        StartOf(DateOf(time, program.TimeZone).AddMonths(program.ExpiryMonths).AddDays(1), program.TimeZone);

    /// <summary>The end of the day that is so many days after that of a time.</summary>
    public static DateTimeOffset DaysAfter(LoyaltyProgram program, DateTimeOffset time, int days) =>
        StartOf(DateOf(time, program.TimeZone).AddDays(days + 1), program.TimeZone);

    /// <summary>The day on which a time is in a zone.</summary>
    public static DateOnly DateOf(DateTimeOffset time, string timeZone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, Zone(timeZone)).DateTime);

    /// <summary>The moment at which a day begins in a zone.</summary>
    public static DateTimeOffset StartOf(DateOnly date, string timeZone)
    {
        var zone = Zone(timeZone);
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }

    static TimeZoneInfo Zone(string timeZone) => TimeZoneInfo.FindSystemTimeZoneById(timeZone);
}
