using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>
/// One line of the audit log. Nobody changes or removes it, short of the retention that the administrator sets. What it says about a
/// person it says by reference: the record and the names of what changed, never the values.
/// </summary>
internal sealed class AuditEntry
{
    /// <summary>Counts the entries. Gaps mean nothing: they are left by what was taken back.</summary>
    public long Sequence { get; set; }

    /// <summary>Its place in the order of commit, together with the sequence; see <see cref="Events.FeedClock"/>.</summary>
    [GraphQLIgnore]
    public long TransactionId { get; set; }

    /// <summary>When it happened; of something that happened several times in a minute, when it did first.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>What it is about.</summary>
    public AuditKind Kind { get; set; }

    /// <summary>Who acted, as the name of an API client, "admin", a handler of a plugin, or "system".</summary>
    public string Actor { get; set; } = "";

    /// <summary>What kind of principal acted; null: nobody who was recognized.</summary>
    public PrincipalKind? ActorKind { get; set; }

    /// <summary>The API client that acted, or through which a member came; null when there was none.</summary>
    public Guid? ClientId { get; set; }

    /// <summary>The user who acted; null when there was none.</summary>
    [ID<User>]
    public Guid? UserId { get; set; }

    /// <summary>The member who acted; null when it was none.</summary>
    [ID<Contact>]
    public Guid? ContactId { get; set; }

    /// <summary>The mutation or query that did it; null when none did.</summary>
    public string? Operation { get; set; }

    /// <summary>What was done to the record; null when it is about none.</summary>
    public ChangeKind? Change { get; set; }

    /// <summary>The type of the record, as in the schema; null when it is about none.</summary>
    public string? RecordKind { get; set; }

    /// <summary>The key of the record; null when it is about none.</summary>
    [GraphQLIgnore]
    public Guid? RecordId { get; set; }

    /// <summary>As JSON, exactly as it was sealed.</summary>
    [GraphQLIgnore]
    public string? Changes { get; set; }

    /// <summary>The reason of a refusal, the address that it came from, what was exported, which key it was; null when there is no more to say.</summary>
    public string? Detail { get; set; }

    /// <summary>How often it happened: repeats within a minute are counted.</summary>
    public int Count { get; set; } = 1;
}

// Stored by name.
/// <summary>What an entry of the audit log is about.</summary>
internal enum AuditKind
{
    /// <summary>A record was written.</summary>
    Write,

    /// <summary>Records left the system.</summary>
    Export,

    /// <summary>A file was imported; what it wrote has entries of its own.</summary>
    Import,

    /// <summary>Somebody was refused.</summary>
    Denied,

    /// <summary>Somebody came in: once an hour for each principal.</summary>
    SignIn,

    /// <summary>A key or its owner was made, changed or revoked.</summary>
    Key,

    /// <summary>Old entries were removed, as the retention says.</summary>
    Retention,
}

sealed class AuditEntryModel : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("audit_entries");
        entry.HasKey(e => e.Sequence);
        entry.Property(e => e.Sequence).ValueGeneratedOnAdd();
        entry.HasIndex(e => new { e.TransactionId, e.Sequence }).IsUnique();
        entry.HasIndex(e => new { e.RecordId, e.Sequence });
    }
}
