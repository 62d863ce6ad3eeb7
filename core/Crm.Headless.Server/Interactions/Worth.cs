using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Interactions;

/// <summary>What an interaction is worth: its amount, which its lines make, with its currency.</summary>
static class Worth
{
    public static void Check(InteractionRecord record, FieldPath at)
    {
        var interaction = record.Interaction;
        if (record.Lines.Count > 0) AddUp(interaction, record.Lines.Sum(line => line.Gross), at["amount"]);
        if (interaction.Amount is { } amount) Money.Read(amount, at["amount"], min: 0);
        if (interaction.Amount is not null && interaction.Currency is null) throw new AmountWithoutCurrencyException(at["currency"]);
        if (interaction.Amount is null && interaction.Currency is not null) throw new CurrencyWithoutAmountException(at["amount"]);
    }

    static void AddUp(Interaction interaction, decimal total, FieldPath at)
    {
        interaction.Amount ??= total;
        if (interaction.Amount != total) throw new LinesDontAddUpException(at, total, interaction.Amount.Value);
    }
}
