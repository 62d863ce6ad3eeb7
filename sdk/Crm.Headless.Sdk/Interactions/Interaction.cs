using System.Text.Json;
using Crm.Headless.GraphQL;

namespace Crm.Headless;

/// <summary>
/// Something that happened between the business and a contact or account. A recorded fact: it is corrected by a new revision,
/// never overwritten.
/// </summary>
[Node]
public sealed class Interaction
{
    /// <summary>The key of this revision.</summary>
    [ID, AllowMembers]
    public Guid Id { get; internal set; }

    /// <summary>What happened.</summary>
    [AllowMembers]
    public InteractionKind Kind { get; internal set; }

    /// <summary>Where it happened; null when unknown.</summary>
    [AllowMembers]
    public InteractionChannel? Channel { get; internal set; }

    /// <summary>Who began it; null when it has no direction.</summary>
    public InteractionDirection? Direction { get; internal set; }

    /// <summary>What it was about, in a line; null when there is nothing to say.</summary>
    [Searchable, PersonalData]
    public string? Subject { get; internal set; }

    /// <summary>The text: a note, a message, minutes; null when there is none.</summary>
    [PersonalData, NotFilterable, Cost(5)]
    public string? Body { get; internal set; }

    /// <summary>When it happened.</summary>
    [AllowMembers]
    public DateTimeOffset OccurredAt { get; internal set; }

    /// <summary>The IANA time zone in which it happened, which decides its local day; null: that of the unit, else UTC.</summary>
    [AllowMembers]
    public string? TimeZone { get; internal set; }

    /// <summary>The contact that it is about; null when it is about an account only.</summary>
    [GraphQLIgnore]
    public Guid? ContactId { get; internal set; }

    /// <summary>The account that it is about; null when there is none.</summary>
    [GraphQLIgnore]
    public Guid? AccountId { get; internal set; }

    /// <summary>The unit where it happened; null when unknown.</summary>
    [GraphQLIgnore]
    public Guid? UnitId { get; internal set; }

    /// <summary>The user who acted for the business; null when nobody did.</summary>
    [GraphQLIgnore]
    public Guid? ActorId { get; internal set; }

    /// <summary>The value in units of the currency, with at most four decimal places; null when it has none. A refund's is positive too.</summary>
    [AllowMembers]
    public decimal? Amount { get; internal set; }

    /// <summary>The ISO 4217 code of the currency; null exactly when there is no amount.</summary>
    [AllowMembers]
    public string? Currency { get; internal set; }

    /// <summary>The system that reported it; null when it was entered by hand.</summary>
    public string? Source { get; internal set; }

    /// <summary>The key in that system: recording it again finds this one. Null when there is none.</summary>
    public string? ExternalId { get; internal set; }

    /// <summary>Anything else, as a JSON object; null when there is nothing.</summary>
    [PersonalData]
    public JsonElement? Attributes { get; internal set; }

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; internal set; }

    /// <summary>Counts the corrections, from 1.</summary>
    public int Revision { get; internal set; }

    /// <summary>Whether it still counts.</summary>
    [AllowMembers]
    public InteractionStatus Status { get; internal set; }

    /// <summary>Why this revision was made; null for the first.</summary>
    [PersonalData]
    public string? CorrectionReason { get; internal set; }

    /// <summary>The first revision; equal to the key in the first revision itself.</summary>
    [GraphQLIgnore]
    public Guid OriginalId { get; internal set; }

    /// <summary>The revision that took its place; null: this is the latest one.</summary>
    [GraphQLIgnore]
    public Guid? SupersededById { get; internal set; }

    internal Interaction Copy() => (Interaction)MemberwiseClone();
}

/// <summary>Whether an interaction still counts.</summary>
public enum InteractionStatus
{
    /// <summary>It counts.</summary>
    Recorded,

    /// <summary>A later revision says something else.</summary>
    Superseded,

    /// <summary>It was recorded in error: it did not happen.</summary>
    Voided,
}

/// <summary>Where an interaction happened.</summary>
public enum InteractionChannel
{
    /// <summary>A web site.</summary>
    Web,

    /// <summary>A mobile app.</summary>
    App,

    /// <summary>A mini-program inside another app.</summary>
    MiniProgram,

    /// <summary>A store.</summary>
    Store,

    /// <summary>The phone.</summary>
    Phone,

    /// <summary>Email.</summary>
    Email,

    /// <summary>A social network or messenger.</summary>
    Social,

    /// <summary>A partner.</summary>
    Partner,
}

/// <summary>Who began an interaction.</summary>
public enum InteractionDirection
{
    /// <summary>The contact.</summary>
    Inbound,

    /// <summary>The business.</summary>
    Outbound,
}
