using System.Collections.Concurrent;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Faults;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Jobs;

/// <summary>Does one step of a job, if it is due and no other node is at it.</summary>
sealed class JobWorker(PluginWriter writer, DispatcherOptions options, FaultText faults, TimeProvider clock, ILogger log)
{
    const int MaxErrorLength = 2000;
    const int MaxConflicts = 5;

    readonly ConcurrentDictionary<string, StrayCalls> _strays = [];

    /// <returns>Whether the next step may follow at once.</returns>
    public async Task<bool> WorkAsync(JobDescription job, IServiceProvider services, CancellationToken ct)
    {
        if (StraysOf(job).AreTooMany(job)) return false;
        var contexts = services.GetRequiredService<IDbContextFactory<CrmDb>>();
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!IsDue(await FindAsync(db, job, ct))) return false;
        await using var claim = await HandlerClaim.TryTakeAsync(contexts, "job/" + job.Name, ct);
        if (claim is null || await FindAsync(db, job, ct) is not { } row || !IsDue(row)) return false; // Another node was faster.
        return await StepAsync(job, row, services, ct);
    }

    bool IsDue(PluginJob row) => row.NextAt <= clock.GetUtcNow();

    async Task<PluginJob> FindAsync(CrmDb db, JobDescription job, CancellationToken ct)
    {
        if (await db.Set<PluginJob>().AsNoTracking().SingleOrDefaultAsync(row => row.Name == job.Name, ct) is { } found) return found;
        var added = new PluginJob { Name = job.Name, NextAt = job.FirstAfter(clock.GetUtcNow()) };
        await writer.CommitAsync(db, job.Name, async token => await db.AddAsync(added, token), ct);
        db.ChangeTracker.Clear();
        return added;
    }

    /// <summary>A conflict with another writer goes away on fresh rows.</summary>
    async Task<bool> StepAsync(JobDescription job, PluginJob row, IServiceProvider services, CancellationToken ct)
    {
        for (var conflicts = 1; ; conflicts++)
        {
            try
            {
                return await TryAsync(job, row, services, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                throw;
            }
            catch (CheckpointMovedException)
            {
                throw;
            }
            catch (Exception failure) when (WriteConflict.Is(failure) && conflicts < MaxConflicts)
            {
                await Task.Delay(Random.Shared.Next(10 * conflicts), ct); // so that the same writers don't meet again
            }
            catch (Exception failure) when (!Plugins.DatabaseOutage.Is(failure))
            {
                await FailAsync(job, row, failure, services, ct);
                return false;
            }
        }
    }

    async Task<bool> TryAsync(JobDescription job, PluginJob row, IServiceProvider services, CancellationToken ct)
    {
        var run = RunOf(row);
        await using var attempt = new PluginAttempt(services, job.Name);
        try
        {
            var step = await attempt.CallAsync(token => job.RunAsync(run, attempt.Services, token), "A step of the job", options.HandlerTimeout, ct);
            await writer.CommitAsync(attempt.Store.Db, job.Name, token => MoveAsync(attempt.Store.Db, job, row, run, step, token), ct);
            return step == JobStep.More;
        }
        finally
        {
            StraysOf(job).Add(attempt.Stray);
        }
    }

    static JobRun RunOf(PluginJob row) => new()
    {
        DueAt = row.DueAt ?? row.NextAt!.Value,
        State = row.State,
        Attempts = row.Attempts,
        LastError = row.Attempts == 0 ? null : row.LastError,
        Done = row.DueAt is null ? 0 : row.Done,
        Total = row.DueAt is null ? null : row.Total,
    };

    StrayCalls StraysOf(JobDescription job) => _strays.GetOrAdd(job.Name, _ => new());

    async Task MoveAsync(CrmDb db, JobDescription job, PluginJob row, JobRun run, JobStep step, CancellationToken ct)
    {
        var now = clock.Now();
        var isOver = step == JobStep.Done;
        var next = isOver ? job.NextAfter(now) : now;
        var problem = isOver && run.Problem is { } told ? Cut(told) : null;
        var status = !isOver ? PluginJobStatus.Running
            : problem is not null ? PluginJobStatus.Failed
            : next is null ? PluginJobStatus.Finished : PluginJobStatus.Waiting;
        if (problem is not null) log.LogWarning("{Job} ended its run and had to leave something out: {Problem}", job.Name, problem);
        var (due, state, ended) = isOver ? ((DateTimeOffset?)null, (string?)null, (DateTimeOffset?)now) : (run.DueAt, run.State, row.EndedAt);
        await UpdateAsync(db, row, set => set
            .SetProperty(job => job.Status, status).SetProperty(job => job.NextAt, next).SetProperty(job => job.DueAt, due)
            .SetProperty(job => job.State, state).SetProperty(job => job.Done, run.Done).SetProperty(job => job.Total, run.Total)
            .SetProperty(job => job.Attempts, 0).SetProperty(job => job.LastError, problem).SetProperty(job => job.EndedAt, ended), ct);
    }

    /// <summary>The state of the step before stays: the run goes on from there, or after too many tries begins anew when it is due again.</summary>
    async Task FailAsync(JobDescription job, PluginJob row, Exception failure, IServiceProvider services, CancellationToken ct)
    {
        var attempts = row.Attempts + 1;
        var now = clock.Now();
        var retry = options.DelayAfter(attempts) is { } delay ? now + delay : (DateTimeOffset?)null;
        var next = retry ?? job.NextAfter(now);
        var text = Cut(faults.Line(failure));
        var due = retry is null ? null : row.DueAt ?? row.NextAt;
        var state = retry is null ? null : row.State;
        log.LogWarning(failure, "{Job} failed, attempt {Attempt}. It is tried again at {Next}.", job.Name, attempts, next);
        await using var db = await services.GetRequiredService<IDbContextFactory<CrmDb>>().CreateDbContextAsync(ct);
        await writer.CommitAsync(db, job.Name, token => UpdateAsync(db, row, set => set
            .SetProperty(job => job.Status, PluginJobStatus.Failed).SetProperty(job => job.NextAt, next).SetProperty(job => job.DueAt, due)
            .SetProperty(job => job.State, state).SetProperty(job => job.Attempts, attempts).SetProperty(job => job.LastError, text), token), ct);
    }

    static string Cut(string text) => text.Length <= MaxErrorLength ? text : text[..MaxErrorLength];

    static async Task UpdateAsync(
        CrmDb db, PluginJob row, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<PluginJob>> set, CancellationToken ct)
    {
        var changed = await db.Set<PluginJob>().Where(job => job.Name == row.Name && job.Version == row.Version).ExecuteUpdateAsync(setters =>
        {
            set(setters);
            setters.SetProperty(job => job.Version, job => job.Version + 1);
        }, ct);
        if (changed != 1) throw new CheckpointMovedException(row.Name);
    }
}
