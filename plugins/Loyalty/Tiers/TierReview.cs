namespace Crm.Headless.Loyalty;

/// <summary>What becomes of somebody's tier, given what was measured. Knows neither database nor clock.</summary>
/// <param name="table">The programme's tiers.</param>
/// <param name="now">The moment.</param>
sealed class TierReview(TierTable table, DateTimeOffset now)
{
    /// <summary>Where somebody stands from now on, and why that is another tier; null: it is the same.</summary>
    public (LoyaltyStanding Standing, LoyaltyTierCause? Cause) Of(LoyaltyStanding standing, TierMeasure measure)
    {
        var (decided, cause) = Decide(standing, measure);
        return (Measured(decided, measure), cause);
    }

    /// <summary>The tier is given by hand.</summary>
    public LoyaltyStanding Overridden(LoyaltyStanding standing, LoyaltyTier tier, DateTimeOffset? endsAt) =>
        Measured(Moved(standing, tier, until: null) with { IsOverridden = true, OverrideEndsAt = endsAt }, MeasureOf(standing));

    /// <summary>What was measured when somebody was looked at last.</summary>
    public static TierMeasure MeasureOf(LoyaltyStanding standing) => new(standing.Points, standing.Spend, standing.Interactions, null);

    (LoyaltyStanding, LoyaltyTierCause?) Decide(LoyaltyStanding standing, TierMeasure measure)
    {
        if (standing.IsOverridden && !(standing.OverrideEndsAt <= now)) return (standing, null);
        var held = table.Find(standing.TierId);
        var reached = table.ReachedBy(measure);
        if (standing.IsOverridden) return AfterOverride(standing, reached);
        if (held is null) return Move(standing, reached, standing.TierId is null ? LoyaltyTierCause.Reached : LoyaltyTierCause.Lost);
        if (reached?.Rank > held.Rank) return Move(standing, reached, LoyaltyTierCause.Reached);
        if (table.KeptBy(measure, held) is { } kept && kept.Rank == held.Rank) return (Kept(standing), null);
        return Losing(standing, held, table.KeptBy(measure, held));
    }

    (LoyaltyStanding, LoyaltyTierCause?) AfterOverride(LoyaltyStanding standing, LoyaltyTier? reached)
    {
        var free = standing with { IsOverridden = false, OverrideEndsAt = null };
        return reached?.Id == standing.TierId
            ? (free with { Until = table.Window.RetainedFrom(now) }, LoyaltyTierCause.OverrideEnded)
            : Move(free, reached, LoyaltyTierCause.OverrideEnded);
    }

    LoyaltyStanding Kept(LoyaltyStanding standing)
    {
        var renews = standing.Until <= now || table.Policy.Window == LoyaltyTierWindow.CalendarYear;
        var until = renews && table.Window.RetainedFrom(now) is { } later && !(standing.Until > later) ? later : standing.Until;
        return standing with { GraceEndsAt = null, Until = until };
    }

    (LoyaltyStanding, LoyaltyTierCause?) Losing(LoyaltyStanding standing, LoyaltyTier held, LoyaltyTier? earned)
    {
        if (table.Policy.Downgrade == LoyaltyDowngrade.Never || standing.Until > now) return (standing with { GraceEndsAt = null }, null);
        var graceEndsAt = standing.GraceEndsAt ?? now.AddDays(table.Policy.GraceDays);
        if (graceEndsAt > now) return (standing with { GraceEndsAt = graceEndsAt }, null);
        return table.Policy.Downgrade == LoyaltyDowngrade.OneTier && table.Below(held) is { } below
            ? (Moved(standing, below, below.Rank > (earned?.Rank ?? int.MinValue) ? table.Window.FloorFrom(now) : null),
                LoyaltyTierCause.Lost)
            : (Moved(standing, earned, until: null), LoyaltyTierCause.Lost);
    }

    (LoyaltyStanding, LoyaltyTierCause?) Move(LoyaltyStanding standing, LoyaltyTier? tier, LoyaltyTierCause cause) =>
        tier?.Id == standing.TierId
            ? (standing, null)
            : (Moved(standing, tier, tier is null ? null : table.Window.RetainedFrom(now)), cause);

    LoyaltyStanding Moved(LoyaltyStanding standing, LoyaltyTier? tier, DateTimeOffset? until) => standing with
    {
        TierId = tier?.Id,
        Code = tier?.Code,
        Rank = tier?.Rank ?? 0,
        Since = tier is null ? null : now,
        Until = until,
        GraceEndsAt = null,
        IsOverridden = false,
        OverrideEndsAt = null,
    };

    LoyaltyStanding Measured(LoyaltyStanding standing, TierMeasure measure)
    {
        var tier = table.Find(standing.TierId);
        var next = table.Above(tier?.Rank ?? int.MinValue);
        return standing with
        {
            Code = tier?.Code,
            Rank = tier?.Rank ?? 0,
            NextTierId = next?.Id,
            Points = measure.Points,
            Spend = measure.Spend,
            Interactions = measure.Interactions,
            Progress = TierTable.ProgressTo(next, measure),
            WindowStartsAt = table.Window.StartAt(now),
            WindowEndsAt = WindowEnd(standing, measure),
            MeasuredAt = now,
        };
    }

    DateTimeOffset? WindowEnd(LoyaltyStanding standing, TierMeasure measure) => table.Policy.Window switch
    {
        LoyaltyTierWindow.CalendarYear => table.Window.LeavesAt(now),
        LoyaltyTierWindow.Rolling => LoyaltyStanding.Earlier(
            standing.WindowEndsAt > now ? standing.WindowEndsAt : null,
            measure.EarliestAt is { } earliest ? table.Window.LeavesAt(earliest) : null),
        _ => null,
    };
}
