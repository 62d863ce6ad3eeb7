namespace Crm.Headless.Loyalty;

/// <summary>
/// What is judged: a purchase or anything else that happened, or a basket that might be bought. Without what was given back of it.
/// </summary>
sealed record Purchase
{
    /// <summary>The first revision; null: a basket.</summary>
    public Guid? OriginalInteractionId { get; init; }

    public required InteractionKind Kind { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The IANA time zone in which it happened, whose day it was; null: that of the programme.</summary>
    public string? TimeZone { get; init; }

    /// <summary>With tax; null: it has no value.</summary>
    public decimal? Amount { get; init; }

    public string? Currency { get; init; }
    public InteractionChannel? Channel { get; init; }
    public Guid? UnitId { get; init; }
    public IReadOnlyList<PurchaseLine> Lines { get; init; } = [];

    /// <summary>Whether all of it was given back.</summary>
    public bool IsReturned { get; init; }
}

/// <summary>A line of what is judged.</summary>
/// <param name="Number">The place, from 1.</param>
/// <param name="Product">The product in the shop's own words; null: unknown.</param>
/// <param name="Gross">With tax; below zero for a discount.</param>
/// <param name="Net">Without tax; null: unknown.</param>
sealed record PurchaseLine(int Number, string? Product, string? Category, decimal Quantity, decimal Gross, decimal? Net);
