using Crm.Headless.GraphQL;

namespace Crm.Headless;

/// <summary>What happened in an interaction. Plugins add kinds, with their prefix.</summary>
/// <param name="Value">UPPER_SNAKE.</param>
public readonly record struct InteractionKind(string Value)
{
    /// <summary>The text, as it is stored.</summary>
    public override string ToString() => Value;
}

/// <summary>The kinds of core.</summary>
[EnumType<InteractionKind>]
public static class InteractionKinds
{
    /// <summary>A phone or video call.</summary>
    public static InteractionKind Call { get; } = new("CALL");

    /// <summary>An email.</summary>
    public static InteractionKind Email { get; } = new("EMAIL");

    /// <summary>A meeting.</summary>
    public static InteractionKind Meeting { get; } = new("MEETING");

    /// <summary>A visit to a store or a place of the business.</summary>
    public static InteractionKind Visit { get; } = new("VISIT");

    /// <summary>A chat.</summary>
    public static InteractionKind Chat { get; } = new("CHAT");

    /// <summary>A note of somebody who works with the contact.</summary>
    public static InteractionKind Note { get; } = new("NOTE");

    /// <summary>A form that was filled in.</summary>
    public static InteractionKind Form { get; } = new("FORM");

    /// <summary>A quote.</summary>
    public static InteractionKind Quote { get; } = new("QUOTE");

    /// <summary>A contract.</summary>
    public static InteractionKind Contract { get; } = new("CONTRACT");

    /// <summary>A purchase.</summary>
    public static InteractionKind Purchase { get; } = new("PURCHASE");

    /// <summary>A purchase, or lines of it, given back.</summary>
    public static InteractionKind Refund { get; } = new("REFUND");

    /// <summary>A payment.</summary>
    public static InteractionKind Payment { get; } = new("PAYMENT");

    /// <summary>A complaint.</summary>
    public static InteractionKind Complaint { get; } = new("COMPLAINT");

    /// <summary>An opinion: a rating, a review, an answer.</summary>
    public static InteractionKind Feedback { get; } = new("FEEDBACK");
}
