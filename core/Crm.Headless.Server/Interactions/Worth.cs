using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Interactions;

/// <summary>What an interaction is worth: its amount, which its lines make, with its currency.</summary>
static class Worth
{
    /// <summary>The amount; null when there is none.</summary>
    public static decimal? Of(decimal? given, string? currency, IReadOnlyCollection<InteractionLine> lines, FieldPath at)
    {
        var amount = lines.Count > 0 ? AddUp(given, lines.Sum(line => line.Gross), at["amount"]) : given;
        if (amount is not null && currency is null) throw new AmountWithoutCurrencyException(at["currency"]);
        if (amount is null && currency is not null) throw new CurrencyWithoutAmountException(at["amount"]);
        return Money.Read(amount, at["amount"], min: 0);
    }

    static decimal AddUp(decimal? given, decimal total, FieldPath at) =>
        given is null || given == total ? total : throw new LinesDontAddUpException(at, total, given.Value);
}
