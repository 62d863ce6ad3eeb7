using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>Entries of the audit log that follow each other, sealed: whoever changes one of them breaks the chain of the blocks.</summary>
[Authorize("audit:read")]
internal sealed class AuditBlock
{
    /// <summary>Counts the blocks from 1.</summary>
    public long Number { get; set; }

    /// <summary>The first entry.</summary>
    public long FirstSequence { get; set; }

    /// <summary>The last entry.</summary>
    public long LastSequence { get; set; }

    /// <summary>How many entries there are.</summary>
    public int Count { get; set; }

    /// <summary>
    /// SHA-256 over the block before, this one and all its entries, in hexadecimal. Keep the newest one elsewhere to be sure that nobody
    /// rewrote the whole chain.
    /// </summary>
    public string Hash { get; set; } = "";

    /// <summary>When the latest of its entries was written.</summary>
    public DateTimeOffset LastAt { get; set; }

    /// <summary>When it was sealed.</summary>
    public DateTimeOffset SealedAt { get; set; }

    /// <summary>The hash under a key of the installation, which the database doesn't know.</summary>
    [GraphQLIgnore]
    public string Seal { get; set; } = "";

    /// <summary>Of each entry its sequence and the beginning of its hash, which tell the entry that doesn't fit.</summary>
    [GraphQLIgnore]
    public byte[] Fingerprints { get; set; } = [];

    [GraphQLIgnore]
    public long FirstTransactionId { get; set; }

    [GraphQLIgnore]
    public long LastTransactionId { get; set; }
}

/// <summary>The entries up to a block were removed because they were old enough.</summary>
sealed class AuditRetention
{
    public long ThroughBlock { get; set; }
    public DateTimeOffset OlderThan { get; set; }
    public DateTimeOffset At { get; set; }
    public string Seal { get; set; } = "";
}

sealed class AuditBlockModel : IEntityTypeConfiguration<AuditBlock>
{
    public void Configure(EntityTypeBuilder<AuditBlock> block)
    {
        block.ToTable("audit_blocks");
        block.HasKey(b => b.Number);
        block.Property(b => b.Number).ValueGeneratedOnAdd();
    }
}

sealed class AuditRetentionModel : IEntityTypeConfiguration<AuditRetention>
{
    public void Configure(EntityTypeBuilder<AuditRetention> retention)
    {
        retention.ToTable("audit_retentions");
        retention.HasKey(r => r.ThroughBlock);
        retention.Property(r => r.ThroughBlock).ValueGeneratedOnAdd();
    }
}
