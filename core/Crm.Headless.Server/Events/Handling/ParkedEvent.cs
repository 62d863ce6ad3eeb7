using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Events;

/// <summary>
/// An event that a handler failed on, or that waits behind such a one in its lane. The first of a lane is tried again; the others
/// follow when it is handled.
/// </summary>
sealed class ParkedEvent
{
    public string Handler { get; set; } = "";
    public long TransactionId { get; set; }
    public long Sequence { get; set; }
    public Guid Lane { get; set; }

    /// <summary>Failed ones; 0: only waits for those before it.</summary>
    public int Attempts { get; set; }

    /// <summary>When it is tried again; null: when those before it are handled or, after too many attempts, when somebody asks for it.</summary>
    public DateTimeOffset? NextAt { get; set; }

    /// <summary>What went wrong the last time; null while it only waits.</summary>
    public string? LastError { get; set; }
    public DateTimeOffset ParkedAt { get; set; }

    public FeedPosition Position => new(TransactionId, Sequence);
}

sealed class ParkedEventModel : IEntityTypeConfiguration<ParkedEvent>
{
    public void Configure(EntityTypeBuilder<ParkedEvent> e)
    {
        e.ToTable("parked_events");
        e.HasKey(x => new { x.Handler, x.Sequence });
        e.HasIndex(x => new { x.Handler, x.Lane, x.TransactionId, x.Sequence });
        e.Ignore(x => x.Position);
    }
}
