namespace Crm.Headless.Loyalty;

/// <summary>What counts of an interaction for a rule, by line where it has lines.</summary>
/// <param name="Lines">Each with its line, null for the whole; none: the rule isn't about it.</param>
sealed record Worth(IReadOnlyList<LineWorth> Lines)
{
    /// <summary>Together; what discounts take below zero is nothing.</summary>
    public decimal Total => Math.Max(0, Lines.Sum(line => line.Value));

    public static Worth Of(LoyaltyRuleDefinition rule, Purchase what, TermsInForce terms)
    {
        if (what.Lines.Count > 0)
            return new([.. what.Lines.Where(line => Conditions.Match(rule, line)).Select(line =>
                new LineWorth(
                    line.Number, terms.Basis == LoyaltyEarnBasis.Gross ? line.Gross : line.Net ?? line.Gross,
                    line.Gross < 0 ? 0 : line.Quantity))]);
        return new(rule.LooksAtLines ? [] : [new(null, what.Amount ?? 0, 0)]);
    }
}

/// <summary>What counts of a line.</summary>
/// <param name="Quantity">Pieces; a discount is none.</param>
readonly record struct LineWorth(int? Line, decimal Value, decimal Quantity);
