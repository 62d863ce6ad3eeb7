using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Contacts.Lifecycle;

/// <summary>A merge that can be undone: which contacts, and what of the survivor was different before. Goes when it is undone, and with the person.</summary>
sealed class MergeRecord
{
    public Guid Id { get; set; }
    public Guid SurvivorId { get; set; }
    public Guid MergedId { get; set; }

    /// <summary>The members of the survivor that the merge changed, each with the value before and the one after; JSON.</summary>
    [Sensitive]
    public string Changes { get; set; } = "[]";

    /// <summary>The status that the merged contact had.</summary>
    public RecordStatus MergedStatus { get; set; }
    public DateTimeOffset MergedAt { get; set; }
}

/// <summary>A row that a merge moved to the survivor, added to it, or changed.</summary>
sealed class MergeRow
{
    public Guid MergeId { get; set; }
    public MergeRowKind Kind { get; set; }
    public Guid RowId { get; set; }

    /// <summary>It was the primary one of the contact that had it before.</summary>
    public bool WasPrimary { get; set; }
}

// Stored by name.
enum MergeRowKind
{
    ContactPoint,
    Affiliation,
    Identity,
    ExternalId,
    UnitAdded,
    Interaction,
    Participant,

    /// <summary>A contact that had been merged into the merged one before.</summary>
    Contact,

    /// <summary>A point of contact or an affiliation of the survivor's own that was primary until one was taken in its place.</summary>
    Yielded,
}

sealed class MergeRecordModel : IEntityTypeConfiguration<MergeRecord>
{
    public void Configure(EntityTypeBuilder<MergeRecord> merge)
    {
        merge.ToTable("contact_merges");
        merge.HasIndex(row => row.SurvivorId);
        merge.HasIndex(row => row.MergedId).IsUnique();
    }
}

sealed class MergeRowModel : IEntityTypeConfiguration<MergeRow>
{
    public void Configure(EntityTypeBuilder<MergeRow> row)
    {
        row.ToTable("contact_merge_rows");
        row.HasKey(r => new { r.MergeId, r.Kind, r.RowId });
        row.HasOne<MergeRecord>().WithMany().HasForeignKey(r => r.MergeId).OnDelete(DeleteBehavior.Cascade);
    }
}
