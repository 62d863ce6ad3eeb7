using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Says what would be earned.</summary>
[QueryType]
static class LoyaltyQuoting
{
    /// <summary>
    /// What a basket would earn, by the rules that would judge the purchase and the limits of rules and programme, and of the unit where
    /// one is given, as far as they are used up now. For who doesn't see the unit, as members, its own rules and limits count, and not
    /// those of units above it. Nothing is written. A member asks for itself.
    /// </summary>
    /// <param name="basket">What might be bought, by whom and where.</param>
    [Authorize("loyalty:read"), AllowMembers]
    public static Task<LoyaltyQuote?> LoyaltyQuoteAsync(LoyaltyBasketInput basket, Quotes quotes, CancellationToken ct) =>
        quotes.OfAsync(basket, ct)!;
}

/// <summary>What might be bought.</summary>
sealed record LoyaltyBasketInput
{
    /// <summary>By whom; null: by somebody who isn't a member yet. Members leave it out, or give themselves.</summary>
    [ID<Contact>]
    public Guid? ContactId { get; init; }

    /// <summary>The code of the programme; null: the default one.</summary>
    public string? Program { get; init; }

    /// <summary>What would happen; null: a purchase.</summary>
    public InteractionKind? Kind { get; init; }

    /// <summary>When; null: now.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Where; null: unknown.</summary>
    public InteractionChannel? Channel { get; init; }

    /// <summary>In which unit, whose limits count then; null: unknown.</summary>
    [ID<Unit>]
    public Guid? UnitId { get; init; }

    /// <summary>What it is worth with tax; null: what the lines add up to.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The ISO 4217 code of the currency of all amounts; null: that of the programme.</summary>
    public string? Currency { get; init; }

    /// <summary>The lines; null: there are none, and rules about products give nothing.</summary>
    public IReadOnlyList<LoyaltyBasketLineInput>? Lines { get; init; }
}

/// <summary>A line of what might be bought.</summary>
sealed record LoyaltyBasketLineInput
{
    /// <summary>The product, such as its SKU; null: unknown.</summary>
    public string? ProductRef { get; init; }

    /// <summary>The category of the product; null: unknown.</summary>
    public string? Category { get; init; }

    /// <summary>How many or how much.</summary>
    [DefaultValue(1)]
    public decimal Quantity { get; init; } = 1;

    /// <summary>With tax, all pieces together. Less than zero for a discount.</summary>
    public decimal Gross { get; init; }

    /// <summary>Without tax; null: unknown.</summary>
    public decimal? Net { get; init; }
}
