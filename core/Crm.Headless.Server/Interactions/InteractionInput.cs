using System.Text.Json;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Accounts;
using Crm.Headless.Server.Contacts;
using Crm.Headless.Server.Units;

namespace Crm.Headless.Server.Interactions;

/// <summary>What can be said about an interaction.</summary>
abstract record InteractionInput
{
    /// <summary>Where it happened.</summary>
    public Optional<InteractionChannel?> Channel { get; init; }

    /// <summary>Who began it.</summary>
    public Optional<InteractionDirection?> Direction { get; init; }

    /// <summary>What it was about, in a line.</summary>
    public Optional<string?> Subject { get; init; }

    /// <summary>The text: a note, a message, minutes.</summary>
    public Optional<string?> Body { get; init; }

    /// <summary>When it happened. Where it isn't said, what is recorded happened now, and what is corrected stays when it was.</summary>
    public Optional<DateTimeOffset> OccurredAt { get; init; }

    /// <summary>The IANA time zone in which it happened, which decides its local day.</summary>
    public Optional<string?> TimeZone { get; init; }

    /// <summary>The contact that it is about. A contact, an account or both are needed.</summary>
    public Optional<ContactRefInput?> Contact { get; init; }

    /// <summary>The account that it is about.</summary>
    public Optional<AccountRefInput?> Account { get; init; }

    /// <summary>The unit where it happened.</summary>
    public Optional<UnitRefInput?> Unit { get; init; }

    /// <summary>The user who acted for the business.</summary>
    [ID<User>]
    public Optional<Guid?> ActorId { get; init; }

    /// <summary>The value in units of the currency, with at most four decimal places; a refund's is positive too. What the lines add up to when it isn't said.</summary>
    public Optional<decimal?> Amount { get; init; }

    /// <summary>The ISO 4217 code of the currency of all amounts.</summary>
    public Optional<string?> Currency { get; init; }

    /// <summary>Anything else, as a small JSON object.</summary>
    public Optional<JsonElement?> Attributes { get; init; }

    /// <summary>The lines; at most 500. Together they are worth the amount.</summary>
    public Optional<IReadOnlyList<LineInput>> Lines { get; init; }

    /// <summary>Who took part, besides the contact that it is about; at most 100.</summary>
    public Optional<IReadOnlyList<ParticipantInput>> Participants { get; init; }
}

/// <summary>A line of a purchase, refund, quote or contract.</summary>
sealed record LineInput
{
    /// <summary>The product in the shop's own words, such as its SKU.</summary>
    public string? ProductRef { get; init; }

    /// <summary>The category of the product.</summary>
    public string? Category { get; init; }

    /// <summary>How many or how much, more than zero, with at most four decimal places.</summary>
    public decimal Quantity { get; init; }

    /// <summary>The line's value with tax, all pieces together. Less than zero for a discount.</summary>
    public decimal Gross { get; init; }

    /// <summary>The line's value without tax.</summary>
    public decimal? Net { get; init; }

    /// <summary>The tax. With it and the net value given, the two make the gross value.</summary>
    public decimal? Tax { get; init; }

    /// <summary>Anything else, as a small JSON object.</summary>
    public JsonElement? Attributes { get; init; }

    /// <summary>The purchase's line that this line of a refund takes back, wholly or in part.</summary>
    public ReversedLineInput? Reverses { get; init; }
}

/// <summary>A line of a purchase, by its id or by its place.</summary>
[OneOf]
sealed record ReversedLineInput
{
    /// <summary>The line's id.</summary>
    [ID<InteractionLine>]
    public Guid? Id { get; init; }

    /// <summary>The line's place in a purchase that another system knows.</summary>
    public LinePlaceInput? Place { get; init; }
}

/// <summary>The place of a line in a purchase that another system knows.</summary>
/// <param name="Source">The purchase's source.</param>
/// <param name="ExternalId">The purchase's key there.</param>
/// <param name="Position">The line, from 1.</param>
sealed record LinePlaceInput(string Source, string ExternalId, int Position);

/// <summary>Who took part in an interaction: a contact or a user.</summary>
sealed record ParticipantInput
{
    /// <summary>The contact; null: a user.</summary>
    public ContactRefInput? Contact { get; init; }

    /// <summary>The user; null: a contact.</summary>
    [ID<User>]
    public Guid? UserId { get; init; }

    /// <summary>What they were there, such as "cc" or "companion".</summary>
    public string? Role { get; init; }
}
