namespace Crm.Headless.Loyalty;

/// <summary>The calendar of a programme's tiers: days and years begin by the clock of its time zone.</summary>
/// <param name="policy">Of the programme.</param>
/// <param name="timeZone">Of the programme.</param>
sealed class TierWindow(LoyaltyTierPolicy policy, string timeZone)
{
    const int MonthsOfYear = 12;

    /// <summary>When what counts at a moment begins; null: with the beginning of everything.</summary>
    public DateTimeOffset? StartAt(DateTimeOffset now) => policy.Window switch
    {
        LoyaltyTierWindow.Rolling => StartOf(FirstDayAt(DayOf(now))),
        LoyaltyTierWindow.CalendarYear => StartOf(new(DayOf(now).Year, 1, 1)),
        _ => null,
    };

    /// <summary>When something that happens at a moment is too old to count; null: never.</summary>
    public DateTimeOffset? LeavesAt(DateTimeOffset at) => policy.Window switch
    {
        LoyaltyTierWindow.Rolling => StartOf(LeavesOn(DayOf(at))),
        LoyaltyTierWindow.CalendarYear => StartOf(new(DayOf(at).Year + 1, 1, 1)),
        _ => null,
    };

    /// <summary>Until when a tier that is reached now is kept in any case; null: the policy doesn't say.</summary>
    public DateTimeOffset? RetainedFrom(DateTimeOffset now)
    {
        if (policy is { RetentionMonths: 0, RetainsToYearEnd: false }) return null;
        var day = DayOf(now).AddMonths(policy.RetentionMonths);
        return StartOf(policy.RetainsToYearEnd ? new(day.Year + 1, 1, 1) : day);
    }

    /// <summary>For how long nobody falls further who fell one tier now.</summary>
    public DateTimeOffset FloorFrom(DateTimeOffset now) => RetainedFrom(now)
        ?? StartOf(DayOf(now).AddMonths(policy.Window == LoyaltyTierWindow.Rolling ? policy.WindowMonths : MonthsOfYear));

    DateOnly DayOf(DateTimeOffset moment) => LoyaltyCalendar.DateOf(moment, timeZone);

    DateTimeOffset StartOf(DateOnly day) => LoyaltyCalendar.StartOf(day, timeZone);

    DateOnly FirstDayAt(DateOnly today) => today.AddMonths(-policy.WindowMonths).AddDays(1);

    // Months end on different days, so the day after which a day doesn't count may come a little later than so many months.
    DateOnly LeavesOn(DateOnly day)
    {
        var leaves = day.AddMonths(policy.WindowMonths);
        while (FirstDayAt(leaves) <= day) leaves = leaves.AddDays(1);
        return leaves;
    }
}
