namespace Crm.Headless.Loyalty;

/// <summary>Whether a rule is about an interaction, and about which of its lines.</summary>
static class Conditions
{
    public static bool Hold(LoyaltyRuleDefinition rule, Purchase what, Circumstances facts, TermsInForce terms)
    {
        var day = LoyaltyCalendar.DateOf(what.OccurredAt, what.TimeZone ?? terms.TimeZone);
        return IsAbout(rule, what.Kind == InteractionKinds.Refund ? InteractionKinds.Purchase : what.Kind)
            && (rule.Channels is null || what.Channel is { } channel && rule.Channels.Contains(channel))
            && (rule.Units is null || rule.Units.Any(facts.Units.Contains))
            && (rule.Tiers is null || facts.Tier is { } tier && rule.Tiers.Contains(tier))
            && (rule.Weekdays is null || rule.Weekdays.Contains((LoyaltyWeekday)(int)day.DayOfWeek))
            && (rule.DaysOfMonth is null
                || rule.DaysOfMonth.Any(number => day.Day == Math.Min(number, DateTime.DaysInMonth(day.Year, day.Month))))
            && (rule.Dates is null || rule.Dates.Contains(day))
            && (rule.Birthday is not { } span || Birthday.IsOn(day, facts.BirthDate, span))
            && (rule.DaysFromJoining is not { } days || IsNew(day, facts.MemberSince ?? what.OccurredAt, days, terms));
    }

    static bool IsAbout(LoyaltyRuleDefinition rule, InteractionKind kind) =>
        rule.Kinds?.Contains(kind) ?? kind == InteractionKinds.Purchase;

    /// <summary>Whether the rule is about this line.</summary>
    public static bool Match(LoyaltyRuleDefinition rule, PurchaseLine line)
    {
        var isNamed = Has(rule.Products, line.Product) || Has(rule.Categories, line.Category);
        return (isNamed || (rule.Products is null && rule.Categories is null))
            && !Has(rule.ExceptProducts, line.Product) && !Has(rule.ExceptCategories, line.Category);
    }

    static bool Has(IReadOnlyList<string>? values, string? value) => value is not null && values is not null && values.Contains(value);

    static bool IsNew(DateOnly day, DateTimeOffset since, int days, TermsInForce terms) =>
        day.DayNumber - LoyaltyCalendar.DateOf(since, terms.TimeZone).DayNumber is var passed && passed >= 0 && passed < days;
}
