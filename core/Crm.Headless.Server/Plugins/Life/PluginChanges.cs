using Crm.Headless.Server.Data;
using Crm.Headless.Server.Faults;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Plugins.Containment;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>
/// Changes what plugins run. Until the one transaction that decides it, everything that goes wrong leaves the world as it was; from
/// then on every node follows it, this one at once.
/// </summary>
sealed class PluginChanges(
    PluginTurn turn, PluginPlanner planner, PluginStore store, PluginRemains remains, Generations generations,
    PluginBreakers breakers, TimeProvider clock, ILogger<PluginChanges> logger, IHostApplicationLifetime? lifetime = null)
{
    /// <summary>Goes on to its end, also when nobody waits for it any more.</summary>
    /// <exception cref="CrmException">It can't be done as it was asked for, and nothing was changed.</exception>
    public Task<PluginOperation> RunAsync(PluginChange change, CancellationToken ct)
    {
        var stopping = lifetime?.ApplicationStopping ?? default;
        return Task.Run(() => ChangeAsync(change, stopping), CancellationToken.None).WaitAsync(ct);
    }

    async Task<PluginOperation> ChangeAsync(PluginChange change, CancellationToken ct)
    {
        await using var held = await turn.TakeAsync(ct);
        await FinishOthersAsync(change.Plugin, ct);
        var target = await planner.FindTargetAsync(change, ct);
        using var draft = await planner.DraftAsync(target, ct);
        var plan = await planner.PlanAsync(change, target, draft, ct);
        plan.Check(change.Accepted);

        var operation = await store.BeginAsync(new()
        {
            Kind = change.Kind,
            Plugin = change.Plugin,
            FromVersion = plan.FromVersion,
            ToVersion = plan.ToVersion,
            Hash = (target.Decision ?? target.Before)?.Hash,
            Data = change.Data,
            Step = PluginStep.Planned,
            Actor = change.By.Name,
        }, ct);
        try
        {
            await SwapAsync(change, target, draft, operation, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // The answer to the commit may be what was lost.
            if (!await store.IsDecidedAsync(operation, CancellationToken.None))
            {
                var reason = PluginChangeFailedException.Explain(operation, failure);
                await store.EndAsync(operation, PluginOperationStatus.Failed, reason, CancellationToken.None);
                throw new PluginChangeFailedException(reason);
            }
            logger.LogWarning("{Operation} is decided, and goes on although something went wrong: {Cause}", PluginChangeFailedException.Subject(operation), FaultText.Of(failure));
        }
        try
        {
            await FinishAsync(operation, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            throw new PluginChangeFailedException(PluginChangeFailedException.Unfinished(operation, failure));
        }
        return operation;
    }

    async Task SwapAsync(PluginChange change, PluginTarget target, GenerationDraft draft, PluginOperation operation, CancellationToken ct)
    {
        await generations.SwapAsync(draft, async next =>
        {
            planner.RequireTheSame(next, change);
            next.Revision = await store.CommitAsync(operation, (db, row) => Decide(db, row, change, target.Decision), change.By, ct);
        }, (step, done, total) => total == 0 ? store.ReachAsync(operation, step, ct) : store.MigratedAsync(operation, done, total, ct), ct);
        breakers.Reset(change.Plugin);
        await store.ReachAsync(operation, PluginStep.Served, CancellationToken.None);
    }

    void Decide(CrmDb db, PluginInstallation? row, PluginChange change, PluginInstallation? decision)
    {
        if (change.Settings is { } settings)
        {
            if (settings.Version == 1) db.Add(settings);
            else db.Update(settings).Property(stored => stored.Version).OriginalValue = settings.Version - 1;
            return;
        }
        if (decision is null)
        {
            if (row is not null) db.Remove(row);
            return;
        }
        if (row is null) db.Add(row = new() { Plugin = change.Plugin });
        (row.Hash, row.Version, row.PreviousHash) = (decision.Hash, decision.Version, decision.PreviousHash);
        (row.IsEnabled, row.Grants, row.UpdatedAt) = (decision.IsEnabled, decision.Grants, clock.Now());
    }

    /// <summary>What is left to do when it is decided. Can be done again, by whichever process finds it undone.</summary>
    async Task FinishAsync(PluginOperation operation, CancellationToken ct)
    {
        var message = "Done.";
        if (operation.Kind == PluginChangeKind.Remove)
        {
            if (operation.Step < PluginStep.DataDealtWith)
            {
                await remains.DealWithAsync(operation, ct);
                await store.ReachAsync(operation, PluginStep.DataDealtWith, ct);
            }
            message = await remains.TellAsync(operation, ct);
        }
        await store.ForgetPackagesAsync(ct);
        await store.EndAsync(operation, PluginOperationStatus.Succeeded, message, ct);
    }

    /// <summary>Ends what a process left behind that isn't there any more: what was decided is finished, everything else is given up.</summary>
    public async Task RecoverAsync(CancellationToken ct)
    {
        if ((await store.RunningAsync(ct)).Count == 0) return;
        try
        {
            await using var held = await turn.TakeAsync(ct);
            await FinishOthersAsync(null, ct);
        }
        catch (PluginBusyException)
        {
            // Another node is at it.
        }
    }

    /// <summary>
    /// Whoever has the turn is alone: what still runs is nobody's any more. What can't be finished now is tried again with the next change or
    /// start, and stands in the way of changes of the same plugin only: a removal that is finished later would take what came since.
    /// </summary>
    /// <param name="plugin">Which is about to be changed; null: none.</param>
    /// <exception cref="PluginChangeFailedException">An earlier change of this plugin can't be finished.</exception>
    async Task FinishOthersAsync(string? plugin, CancellationToken ct)
    {
        foreach (var operation in await store.RunningAsync(ct))
        {
            try
            {
                if (operation.Step >= PluginStep.Committed) await FinishAsync(operation, ct);
                else await store.EndAsync(operation, PluginOperationStatus.Failed, PluginChangeFailedException.Interrupted(operation), ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                var reason = PluginChangeFailedException.Unfinished(operation, failure);
                if (operation.Plugin == plugin) throw new PluginChangeFailedException(reason);
                logger.LogError("{Reason}", reason);
            }
        }
    }
}

/// <summary>A change of plugins went wrong on its way. What was before goes on.</summary>
sealed class PluginChangeFailedException(string message) : CrmException("PLUGIN_CHANGE_FAILED", message)
{
    public static string Explain(PluginOperation operation, Exception failure) =>
        $"{Subject(operation)} was given up {After(operation.Step)}, and {Before(operation)} goes on: {failure.Message}";

    public static string Interrupted(PluginOperation operation) =>
        $"{Subject(operation)} was interrupted {After(operation.Step)}, because the process ended, and {Before(operation)} goes on. "
        + "Do it again: what was done already is found and kept.";

    public static string Unfinished(PluginOperation operation, Exception failure) =>
        $"{Subject(operation)} is decided and in force, but what is left to do failed, and is tried again with the next change of a plugin or the next start: {failure.Message}";

    public static string Subject(PluginOperation operation) => operation.Kind switch
    {
        PluginChangeKind.Install => $"Installing {operation.Plugin} {operation.ToVersion}",
        PluginChangeKind.Enable => $"Enabling {operation.Plugin}",
        PluginChangeKind.Disable => $"Disabling {operation.Plugin}",
        PluginChangeKind.Configure => $"Changing the settings of {operation.Plugin}",
        _ => $"Removing {operation.Plugin}",
    };

    static string Before(PluginOperation operation) =>
        operation.FromVersion is { } version ? $"version {version}" : "what was there before";

    static string After(PluginStep step) => step switch
    {
        PluginStep.Planned => "before its code was loaded",
        PluginStep.Staged => "before its tables were ready (steps of its migration that were done stay, the version before works on them)",
        PluginStep.Migrated => "after its tables were made ready (which the version before works on as well)",
        _ => "before it was decided",
    };
}
