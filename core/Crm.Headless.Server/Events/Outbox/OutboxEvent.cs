using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Events;

/// <summary>
/// A change that was committed, or what a plugin told of, in the transaction of the change itself. Holds keys only, no personal data; of plugins
/// also numbers and the like.
/// </summary>
sealed class OutboxEvent
{
    /// <summary>Grows with the order of writing.</summary>
    public long Sequence { get; set; }

    /// <summary>
    /// On PostgreSQL a transaction id that isn't below the writer's own nor below any that began before this row was written: the
    /// order (TransactionId, Sequence) is the order of commit for changes that waited for each other. 0 on SQLite.
    /// </summary>
    public long TransactionId { get; set; }

    public RecordKind Kind { get; set; }
    public ChangeKind Change { get; set; }
    public Guid RecordId { get; set; }

    /// <summary>The revision that a corrected interaction takes the place of; the contact that was merged, or separated again.</summary>
    public Guid? PreviousId { get; set; }
    public Guid? ContactId { get; set; }
    public Guid? AccountId { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>The API client that made the change.</summary>
    public string Client { get; set; } = "";
    public Guid? UserId { get; set; }

    /// <summary>Of a plugin's event: <see cref="PluginEventType.Name"/>; null: it is one of core's.</summary>
    public string? Type { get; set; }
    public int? TypeVersion { get; set; }

    /// <summary>What a plugin's event says, as JSON; null: it is one of core's, or the contact was erased.</summary>
    public string? Payload { get; set; }

    public FeedPosition Position => new(TransactionId, Sequence);

    /// <summary>Events of one lane are handled one after the other: those of a contact, else of an account.</summary>
    public Guid Lane => ContactId ?? AccountId ?? RecordId;

    /// <param name="topic">As subscriptions name it.</param>
    public bool IsOf(string topic) =>
        (Type is { } type ? type.AsSpan(type.IndexOf('/') + 1) : EventHydrator.TypeOf(this).Name).Equals(topic, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What a change of the feed is about.</summary>
public enum RecordKind
{
    /// <summary>A contact, its points of contact, affiliations, identities and units included.</summary>
    Contact,

    /// <summary>An account, its external ids and units included.</summary>
    Account,

    /// <summary>An interaction.</summary>
    Interaction,

    /// <summary>What a plugin told of: nothing that the feed of changes shows.</summary>
    [GraphQLIgnore]
    Plugin,
}

sealed class OutboxEventModel : IEntityTypeConfiguration<OutboxEvent>
{
    public void Configure(EntityTypeBuilder<OutboxEvent> e)
    {
        e.ToTable("events");
        e.HasKey(x => x.Sequence);
        e.Property(x => x.Sequence).ValueGeneratedOnAdd();
        e.HasIndex(x => new { x.TransactionId, x.Sequence }).IsUnique();
        e.HasIndex(x => x.ContactId).HasFilter("payload IS NOT NULL"); // for whoever is erased
        e.Ignore(x => x.Position);
        e.Ignore(x => x.Lane);
    }
}
