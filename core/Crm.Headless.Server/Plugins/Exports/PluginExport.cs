using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Plugins.Exports;

/// <summary>The rows of a plugin that was removed: a zip with a file of lines of JSON for each table, kept for a while.</summary>
sealed class PluginExport
{
    /// <summary>The change of plugins that made it.</summary>
    [GraphQLIgnore]
    public Guid OperationId { get; set; }

    /// <summary>The plugin's id.</summary>
    public string Plugin { get; set; } = "";

    /// <summary>The version that was removed.</summary>
    public string? Version { get; set; }

    /// <summary>How many rows it has.</summary>
    public long Rows { get; set; }

    /// <summary>Its size in bytes.</summary>
    public long Size { get; set; }

    /// <summary>When it was complete; null: it isn't yet, and can't be downloaded.</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>Until when it is kept (Crm:Plugins:ExportRetentionDays), if nobody deletes it before.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When its bytes were removed, because its time was over or somebody deleted it; null: they are there.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    [GraphQLIgnore]
    public string Name => $"{Plugin} {Version}";
}

/// <summary>A piece of an export: no node has to hold the whole.</summary>
sealed class PluginExportChunk
{
    public Guid OperationId { get; set; }

    /// <summary>From 0, without gaps.</summary>
    public int Number { get; set; }
    public byte[] Bytes { get; set; } = [];
}

sealed class PluginExportModel : IEntityTypeConfiguration<PluginExport>
{
    public void Configure(EntityTypeBuilder<PluginExport> export)
    {
        export.ToTable("plugin_exports");
        export.HasKey(row => row.OperationId);
        export.Ignore(row => row.Name);
    }
}

sealed class PluginExportChunkModel : IEntityTypeConfiguration<PluginExportChunk>
{
    public void Configure(EntityTypeBuilder<PluginExportChunk> chunk)
    {
        chunk.ToTable("plugin_export_chunks");
        chunk.HasKey(row => new { row.OperationId, row.Number });
        chunk.HasOne<PluginExport>().WithMany().HasForeignKey(row => row.OperationId).OnDelete(DeleteBehavior.Cascade);
    }
}
