using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Jobs;

/// <summary>A job of a plugin, and how far it has come.</summary>
sealed class PluginJob
{
    /// <summary>The plugin's id, a slash, and the name of the job's class.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether it runs, waits for its time, or waits for another try.</summary>
    public PluginJobStatus Status { get; set; }

    /// <summary>When it is due or tried again; null: not by itself.</summary>
    public DateTimeOffset? NextAt { get; set; }

    /// <summary>When the run was due that goes on; null: none does.</summary>
    public DateTimeOffset? DueAt { get; set; }

    [GraphQLIgnore]
    public string? State { get; set; }

    /// <summary>How much of the run is done, or of the last one when none goes on.</summary>
    public long Done { get; set; }

    /// <summary>How much there is to do; null: not known.</summary>
    public long? Total { get; set; }

    /// <summary>Failures in a row.</summary>
    public int Attempts { get; set; }

    /// <summary>What went wrong the last time; null: nothing.</summary>
    public string? LastError { get; set; }

    /// <summary>When a run was over last; null: never.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    [GraphQLIgnore]
    public long Version { get; set; }

    /// <summary>By name.</summary>
    [GraphQLIgnore]
    public static Task<List<PluginJob>> AllAsync(CrmDb db, CancellationToken ct) =>
        db.Set<PluginJob>().AsNoTracking().OrderBy(job => job.Name).Take(1_000).ToListAsync(ct);
}

/// <summary>What a job is at.</summary>
enum PluginJobStatus
{
    /// <summary>It waits for its time.</summary>
    Waiting,

    /// <summary>A run goes on.</summary>
    Running,

    /// <summary>
    /// A step failed, and the run goes on from the step before when it is tried again; or the last run had to leave something out, as lastError says.
    /// </summary>
    Failed,

    /// <summary>It was to run once, and has.</summary>
    Finished,
}

sealed class PluginJobModel : IEntityTypeConfiguration<PluginJob>
{
    public void Configure(EntityTypeBuilder<PluginJob> job)
    {
        job.ToTable("plugin_jobs");
        job.HasKey(row => row.Name);
    }
}
