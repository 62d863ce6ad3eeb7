using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>A server that works on this database, with the revision of the plugins that it serves.</summary>
sealed class PluginNode
{
    /// <summary>Made when the server starts.</summary>
    public Guid Id { get; set; }

    /// <summary>The machine and the process, for people.</summary>
    public string Name { get; set; } = "";
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>By the clock of the machine that said so. Who is silent for long is gone.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>Nothing of an earlier one is in use there any more.</summary>
    public long Revision { get; set; }
}

/// <summary>Counts the decisions about plugins: whoever changes one raises it in the same transaction, and every node follows.</summary>
sealed class PluginRevision
{
    /// <summary>There is one.</summary>
    public string Id { get; set; } = "";
    public long Value { get; set; }
}

sealed class PluginNodeModel : IEntityTypeConfiguration<PluginNode>
{
    public void Configure(EntityTypeBuilder<PluginNode> node) => node.ToTable("plugin_nodes");
}

sealed class PluginRevisionModel : IEntityTypeConfiguration<PluginRevision>
{
    public void Configure(EntityTypeBuilder<PluginRevision> revision) => revision.ToTable("plugin_revision");
}
