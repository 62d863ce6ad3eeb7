namespace Crm.Headless.Loyalty;

/// <summary>Whether a definition makes sense.</summary>
static class RuleCheck
{
    const long MostPoints = 1_000_000;
    const decimal MostAmount = 1_000_000_000m, LargestFactor = 100m;
    const int MostValues = 500, LongestText = 200;

    /// <exception cref="LoyaltyRuleInvalidException">It doesn't; the message says why.</exception>
    public static LoyaltyRuleDefinition Checked(this LoyaltyRuleDefinition definition)
    {
        CheckEffect(definition);
        CheckKinds(definition);
        CheckTexts(definition.Products, "products");
        CheckTexts(definition.Categories, "categories");
        CheckTexts(definition.ExceptProducts, "exceptProducts");
        CheckTexts(definition.ExceptCategories, "exceptCategories");
        CheckTexts(definition.Tiers, "tiers");
        CheckCount(definition.Channels, "channels");
        CheckCount(definition.Units, "units");
        CheckCount(definition.Weekdays, "weekdays");
        CheckCount(definition.Dates, "dates");
        CheckCount(definition.DaysOfMonth, "daysOfMonth");
        Require(definition.DaysOfMonth?.All(day => day is >= 1 and <= 31) ?? true, "daysOfMonth", "A month has the days 1 to 31.");
        Require(definition.MinAmount is null or (> 0 and <= MostAmount), "minAmount", $"Give an amount above 0, up to {MostAmount:N0}.");
        Require(definition.DaysFromJoining is null or >= 1, "daysFromJoining", "Give a number of days from 1.");
        CheckCap(definition.MaxPerOrder, "maxPerOrder");
        CheckCap(definition.MaxPerDay, "maxPerDay");
        CheckCap(definition.MaxPerMember, "maxPerMember");
        if (definition.Group is { } group) CheckTexts([group], "group");
        return definition;
    }

    /// <exception cref="LoyaltyRuleInvalidException">It names a tier that the programme doesn't have.</exception>
    /// <param name="definition">The definition.</param>
    /// <param name="tiers">The codes of the programme's tiers.</param>
    public static void CheckTiers(this LoyaltyRuleDefinition definition, IReadOnlyCollection<string> tiers)
    {
        if (definition.Tiers?.FirstOrDefault(tier => !tiers.Contains(tier)) is not { } unknown) return;
        Require(false, "tiers", $"The programme has no tier \"{unknown}\". "
            + (tiers.Count == 0 ? "Make one with loyaltyCreateTier." : $"Its tiers are {string.Join(", ", tiers)}."));
    }

    static void CheckEffect(LoyaltyRuleDefinition definition)
    {
        var effect = definition.Effect;
        if (effect.PerAmount is { } rate)
        {
            CheckPoints(rate.Points, "effect.perAmount.points");
            Require(rate.Amount is > 0 and <= MostAmount, "effect.perAmount.amount", $"Give an amount above 0, up to {MostAmount:N0}.");
        }
        if (effect.PerPiece is { } perPiece) CheckPoints(perPiece, "effect.perPiece");
        if (effect.Fixed is { } points) CheckPoints(points, "effect.fixed");
        if (effect.Factor is not { } factor) return;
        Require(factor is > 1 and <= LargestFactor, "effect.factor",
            $"Give a factor above 1, up to {LargestFactor:N0}: 2 doubles the points.");
        Require(decimal.Round(factor, 4) == factor, "effect.factor", "Give at most four decimal places.");
    }

    static void CheckKinds(LoyaltyRuleDefinition definition)
    {
        CheckCount(definition.Kinds, "kinds");
        Require(!(definition.Kinds?.Contains(InteractionKinds.Refund) ?? false), "kinds",
            "A refund takes back what its purchase gave, by itself. Leave REFUND out.");
    }

    static void CheckTexts(IReadOnlyList<string>? texts, string field)
    {
        CheckCount(texts, field);
        Require(texts?.All(text => text.Length is > 0 and <= LongestText && !text.Any(char.IsControl)) ?? true, field,
            $"Give 1 to {LongestText} characters, without line breaks or control characters.");
    }

    static void CheckCount<T>(IReadOnlyList<T>? values, string field) =>
        Require(values?.Count is null or (> 0 and <= MostValues), field, $"Give 1 to {MostValues} values, or leave it out.");

    static void CheckPoints(long points, string field) =>
        Require(points is >= 1 and <= MostPoints, field, $"Give 1 to {MostPoints:N0} points.");

    static void CheckCap(long? points, string field) => Require(points is null or >= 1, field, "Give 1 point or more, or leave it out.");

    static void Require(bool holds, string field, string remedy)
    {
        if (!holds) throw new LoyaltyRuleInvalidException(field, remedy);
    }
}

/// <summary>The definition of a rule makes no sense.</summary>
/// <param name="field">Which part of it.</param>
/// <param name="remedy">What it may be.</param>
public sealed class LoyaltyRuleInvalidException(string field, string remedy)
    : CrmException("LOYALTY_RULE_INVALID", $"The rule can't be used: \"{field}\" doesn't fit. {remedy}")
{
    /// <summary>Which part of the definition.</summary>
    public string Field { get; } = field;
}
