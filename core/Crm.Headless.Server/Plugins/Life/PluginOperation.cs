using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>A change of what plugins run: one at a time, kept with the step that it has reached.</summary>
sealed class PluginOperation
{
    [ID]
    public Guid Id { get; set; }

    /// <summary>What is done.</summary>
    public PluginChangeKind Kind { get; set; }

    /// <summary>The plugin's id.</summary>
    public string Plugin { get; set; } = "";

    /// <summary>The version before; null: it wasn't installed.</summary>
    public string? FromVersion { get; set; }

    /// <summary>The version afterwards; null: it is removed.</summary>
    public string? ToVersion { get; set; }

    [GraphQLIgnore]
    public string? Hash { get; set; }

    [GraphQLIgnore]
    public PluginData? Data { get; set; }

    /// <summary>How far it has come.</summary>
    public PluginStep Step { get; set; }

    /// <summary>How many migrations it takes; null: not known yet.</summary>
    public int? Migrations { get; set; }

    /// <summary>How many of them are done.</summary>
    public int? MigrationsDone { get; set; }

    /// <summary>Since when nodes have to follow it; null: it isn't decided.</summary>
    [GraphQLIgnore]
    public long? Revision { get; set; }

    /// <summary>The steps that it has reached, each with its time.</summary>
    [GraphQLIgnore]
    public string? Trail { get; set; }

    /// <summary>Whether it still runs, and how it ended.</summary>
    public PluginOperationStatus Status { get; set; }

    /// <summary>What went wrong and what to do about it, or what came of it; null while it runs.</summary>
    public string? Message { get; set; }

    /// <summary>Who asked for it.</summary>
    public string Actor { get; set; } = "";

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When it reached its step.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    [GraphQLIgnore]
    public void Reach(PluginStep step, DateTimeOffset now)
    {
        (Step, UpdatedAt) = (step, now);
        var before = PluginOperationStep.Read(Trail);
        if (before is not [.., var last] || last.Step != step) Trail = PluginOperationStep.Write([.. before, new(step, now)]);
    }
}

/// <summary>What is done to a plugin.</summary>
enum PluginChangeKind
{
    /// <summary>A package is brought in and enabled, in the place of another version where there is one.</summary>
    Install,

    /// <summary>It takes part from now on.</summary>
    Enable,

    /// <summary>It doesn't take part any more, and stays with all that it keeps.</summary>
    Disable,

    /// <summary>It goes.</summary>
    Remove,

    /// <summary>Its settings are changed.</summary>
    Configure,
}

/// <summary>How far a change of plugins has come. Until it is committed the world is the old one, from then on the new one.</summary>
enum PluginStep
{
    /// <summary>What it would change is known and was accepted.</summary>
    Planned,

    /// <summary>The code is loaded beside the one that serves, and fits.</summary>
    Staged,

    /// <summary>The tables are there that the new version needs; the old one works on them as well.</summary>
    Migrated,

    /// <summary>Every field that can be read without arguments was read once, except those that cost 100 or more.</summary>
    SmokeTested,

    /// <summary>It is decided, for all nodes.</summary>
    Committed,

    /// <summary>This node serves it.</summary>
    Served,

    /// <summary>What it kept was dealt with as the removal said.</summary>
    DataDealtWith,

    /// <summary>Every node that is there has followed, and what only the version before needed in tables is gone.</summary>
    Contracted,
}

/// <summary>What became of a change of plugins.</summary>
enum PluginOperationStatus
{
    /// <summary>It is under way.</summary>
    Running,

    /// <summary>All of it is done.</summary>
    Succeeded,

    /// <summary>It was given up, and what was before goes on.</summary>
    Failed,
}

/// <summary>What becomes of the rows of a plugin that is removed.</summary>
enum PluginData
{
    /// <summary>They stay, and are there again when the plugin is installed again.</summary>
    Keep,

    /// <summary>They go into an export, which every server hands out for a while, see PluginOperation.export.</summary>
    Export,

    /// <summary>They go.</summary>
    Purge,
}

sealed class PluginOperationModel : IEntityTypeConfiguration<PluginOperation>
{
    public void Configure(EntityTypeBuilder<PluginOperation> operation)
    {
        operation.ToTable("plugin_operations");
        operation.HasIndex(row => row.StartedAt);
    }
}
