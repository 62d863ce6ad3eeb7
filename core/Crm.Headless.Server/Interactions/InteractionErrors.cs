using System.Globalization;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Interactions;

/// <summary>An interaction is about nobody.</summary>
sealed class AboutNobodyException(FieldPath field)
    : InputException("ABOUT_NOBODY", field, "An interaction is about a contact, an account or both. Name one of them.");

/// <summary>An amount stands without its currency.</summary>
sealed class AmountWithoutCurrencyException(FieldPath field)
    : InputException("AMOUNT_WITHOUT_CURRENCY", field, "An amount means nothing without its currency. Give the ISO 4217 code, such as \"CNY\".");

/// <summary>A currency stands without an amount.</summary>
sealed class CurrencyWithoutAmountException(FieldPath field)
    : InputException("CURRENCY_WITHOUT_AMOUNT", field, "There is a currency and nothing that it is the currency of. Give the amount or lines, or leave it out.");

/// <summary>Amounts that belong together don't add up.</summary>
sealed class LinesDontAddUpException(FieldPath field, decimal expected, decimal actual) : InputException("LINES_DONT_ADD_UP", field,
    string.Create(CultureInfo.InvariantCulture, $"The parts add up to {expected}, and {actual} is given. Correct one of them; a discount or shipping is a line of its own."))
{
    /// <summary>What the parts add up to.</summary>
    public decimal Expected { get; } = expected;

    /// <summary>What is given.</summary>
    public decimal Actual { get; } = actual;
}

/// <summary>A line can't be taken back.</summary>
sealed class NotReversibleException(FieldPath field, string cause)
    : InputException("NOT_REVERSIBLE", field, $"{cause}. Only a refund takes lines back, and only those of a purchase that still counts.");

/// <summary>More would be taken back than was purchased.</summary>
sealed class ReversalExceedsPurchaseException(FieldPath field, decimal purchased, decimal reversed, decimal asked)
    : InputException("REVERSAL_EXCEEDS_PURCHASE", field, string.Create(CultureInfo.InvariantCulture,
        $"The line has {purchased}, of which other refunds take back {reversed}; this would make it {reversed + asked}. Lower the quantity, or correct the other refunds first."))
{
    /// <summary>The quantity of the purchase's line.</summary>
    public decimal Purchased { get; } = purchased;

    /// <summary>How much of it other refunds take back.</summary>
    public decimal AlreadyReversed { get; } = reversed;
}

/// <summary>Nothing new can have this kind.</summary>
sealed class RetiredKindException(FieldPath field, InteractionKind kind) : InputException("RETIRED_KIND", field,
    $"The plugin that brought the kind {kind} takes no part any more: what was recorded with it stays, nothing new can be. "
    + "Enable the plugin again, or use another kind.");

/// <summary>This revision can't be corrected.</summary>
sealed class NotCorrectableException(FieldPath field, Interaction interaction) : InputException("NOT_CORRECTABLE", field,
    interaction.Status == InteractionStatus.Voided
        ? "The interaction was voided: it never happened. Record a new one instead."
        : "A later revision has taken its place, named in supersededById. Read the latest one, and correct that.")
{
    /// <summary>The revision that took its place; null: it was voided.</summary>
    [ID<Interaction>]
    public Guid? SupersededById { get; } = interaction.SupersededById;
}
