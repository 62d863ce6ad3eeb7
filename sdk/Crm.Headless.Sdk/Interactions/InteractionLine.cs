using System.Text.Json;
using Crm.Headless.GraphQL;

namespace Crm.Headless;

/// <summary>A line of a purchase, refund, quote or contract. Amounts are in the interaction's currency.</summary>
[VisibleWith<Interaction>(nameof(InteractionId))]
public sealed class InteractionLine
{
    /// <summary>The key.</summary>
    [ID, AllowMembers]
    public Guid Id { get; internal set; }

    /// <summary>The interaction.</summary>
    [GraphQLIgnore]
    public Guid InteractionId { get; internal set; }

    /// <summary>The place in the interaction, from 1.</summary>
    [AllowMembers]
    public int Position { get; internal set; }

    /// <summary>The product in the shop's own words, such as its SKU; null when unknown.</summary>
    [AllowMembers]
    public string? ProductRef { get; internal set; }

    /// <summary>The category of the product; null when unknown.</summary>
    [AllowMembers]
    public string? Category { get; internal set; }

    /// <summary>How many or how much, with at most four decimal places.</summary>
    [AllowMembers]
    public decimal Quantity { get; internal set; }

    /// <summary>With tax.</summary>
    [AllowMembers]
    public decimal Gross { get; internal set; }

    /// <summary>Without tax; null when unknown.</summary>
    [AllowMembers]
    public decimal? Net { get; internal set; }

    /// <summary>The tax; null when unknown.</summary>
    [AllowMembers]
    public decimal? Tax { get; internal set; }

    /// <summary>Anything else, as a JSON object; null when there is nothing.</summary>
    [PersonalData]
    public JsonElement? Attributes { get; internal set; }

    /// <summary>The purchase's line that this line of a refund takes back; null otherwise.</summary>
    [GraphQLIgnore]
    public Guid? ReversesLineId { get; internal set; }

    internal InteractionLine Copy() => (InteractionLine)MemberwiseClone();
}

/// <summary>A contact or user who took part in an interaction, besides the contact that it is about.</summary>
[VisibleWith<Interaction>(nameof(InteractionId))]
public sealed class InteractionParticipant
{
    /// <summary>The key.</summary>
    [GraphQLIgnore]
    public Guid Id { get; internal set; }

    /// <summary>The interaction.</summary>
    [GraphQLIgnore]
    public Guid InteractionId { get; internal set; }

    /// <summary>The contact; null: a user.</summary>
    [GraphQLIgnore]
    public Guid? ContactId { get; internal set; }

    /// <summary>The user; null: a contact.</summary>
    [GraphQLIgnore]
    public Guid? UserId { get; internal set; }

    /// <summary>What they were there, such as "cc" or "companion"; null when unknown.</summary>
    public string? Role { get; internal set; }

    internal InteractionParticipant Copy() => (InteractionParticipant)MemberwiseClone();
}
