using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Jobs;

[QueryType, Authorize("plugins:admin")]
static class JobQueries
{
    /// <summary>The jobs of plugins, by name, those of plugins that don't take part now included.</summary>
    public static async Task<IReadOnlyList<PluginJob>> GetPluginJobsAsync(IDbContextFactory<CrmDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await PluginJob.AllAsync(db, ct);
    }
}

[MutationType, Authorize("plugins:admin")]
static class JobMutations
{
    /// <summary>Makes a job due now: one that waits for its time, or that failed and would be tried again later. A back-fill that is finished runs again.</summary>
    [Error<NotFoundException>]
    public static Task<PluginJob> PluginJobRunAsync(PluginJobRunInput input, Writer writer, TimeProvider clock, CancellationToken ct) =>
        writer.CommitAsync(async (db, ct) =>
        {
            var job = await db.Set<PluginJob>().AsTracking().SingleOrDefaultAsync(row => row.Name == input.Name, ct)
                ?? throw new NotFoundException(FieldPath.Input["name"], nameof(PluginJob), input.Name);
            (job.NextAt, job.Version) = (clock.Now(), job.Version + 1);
            return job;
        }, ct);
}

/// <summary>The job to run.</summary>
sealed record PluginJobRunInput
{
    /// <summary>As pluginJobs lists it.</summary>
    public required string Name { get; init; }
}
