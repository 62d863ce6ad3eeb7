using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Events;

/// <summary>How far a handler has come: every event up to here is handled, parked or not for it.</summary>
sealed class HandlerCheckpoint
{
    /// <summary>See <see cref="HandlerDescription.Name"/>.</summary>
    public string Handler { get; set; } = "";
    public long TransactionId { get; set; }
    public long Sequence { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }

    public FeedPosition Position => new(TransactionId, Sequence);
}

sealed class HandlerCheckpointModel : IEntityTypeConfiguration<HandlerCheckpoint>
{
    public void Configure(EntityTypeBuilder<HandlerCheckpoint> e)
    {
        e.ToTable("event_handlers");
        e.HasKey(x => x.Handler);
        e.Ignore(x => x.Position);
    }
}
