using Crm.Headless.Server.Plugins.Containment;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>Builds and serves what is decided. A package that can't run here gives way to the one before it.</summary>
sealed class PluginSwap(
    PluginDirectory directory, PluginStore store, PluginCache cache, Generations generations, PluginBreakers breakers, BrokenBuilds builds,
    ILogger<PluginSwap> log)
{
    public async Task RunAsync(CancellationToken ct) => await RunAsync(_ => Task.CompletedTask, ct);

    /// <summary>The same after something was changed in the plugins folder: as long as that can't run, everything stays as it is.</summary>
    public async Task RunFolderAsync(CancellationToken ct)
    {
        try
        {
            await RunAsync(KeepServing, ct);
            builds.Are(new Dictionary<string, string>());
        }
        catch (BrokenBuildException broken)
        {
            builds.Are(broken.Reasons);
            foreach (var (id, reason) in broken.Reasons) log.LogError("Plugin {Id} goes on as it was before the folder was changed: {Reason}", id, reason);
        }
    }

    async Task RunAsync(Func<Generation, Task> accept, CancellationToken ct)
    {
        var decided = await store.ReadAsync(ct);
        try
        {
            await generations.SwapAsync(await directory.ReadAsync(ct), async next =>
            {
                await RefuseBroken(next, decided);
                await accept(next);
            }, ct);
        }
        catch (FallBackException broken)
        {
            await generations.SwapAsync(await directory.ReadAsync(broken.Reasons, ct), ct);
        }
        Follow(decided);
        // What is decided now: a change that this swap had to wait for may have brought in another package.
        cache.Keep((await store.ReadAsync(ct)).ByPlugin.Values.SelectMany(row => new[] { row.Hash, row.PreviousHash }).OfType<string>().ToHashSet());
    }

    void Follow(PluginDecisions decided)
    {
        using var lease = generations.Lease();
        breakers.Follow(decided, lease.Generation.Plugins);
    }

    static Task RefuseBroken(Generation next, PluginDecisions decided)
    {
        var reasons = next.Reports
            .Where(report => report.Status is PluginStatus.Failed or PluginStatus.Refused
                && decided.ByPlugin.GetValueOrDefault(report.Id) is { IsEnabled: true, Hash: not null, PreviousHash: not null })
            .ToDictionary(report => report.Id, report => report.Message!);
        return reasons.Count == 0 ? Task.CompletedTask : throw new FallBackException(reasons);
    }

    /// <summary>What is decided is followed all the same.</summary>
    Task KeepServing(Generation next)
    {
        using var lease = generations.Lease();
        if (lease.Generation.Revision != next.Revision) return Task.CompletedTask;
        var reasons = lease.Generation.Plugins
            .Where(plugin => plugin.Folder.Hash is null && Directory.Exists(plugin.Folder.Path))
            .Select(plugin => (plugin.Id, Reason: ReasonIn(next, plugin.Folder)))
            .Where(plugin => plugin.Reason is not null)
            .ToDictionary(plugin => plugin.Id, plugin => plugin.Reason!);
        return reasons.Count == 0 ? Task.CompletedTask : throw new BrokenBuildException(reasons);
    }

    /// <summary>A folder whose manifest can't be read is reported by its name.</summary>
    static string? ReasonIn(Generation next, PluginFolder folder)
    {
        var reports = next.Reports.Where(report => report.Id == folder.Manifest.Id || report.Id == Path.GetFileName(folder.Path)).ToList();
        return reports.Any(report => report.Status is PluginStatus.Enabled or PluginStatus.Disabled)
            ? null
            : reports.Select(report => report.Message).FirstOrDefault();
    }

    sealed class BrokenBuildException(IReadOnlyDictionary<string, string> reasons) : Exception
    {
        public IReadOnlyDictionary<string, string> Reasons => reasons;
    }

    sealed class FallBackException(IReadOnlyDictionary<string, string> reasons) : Exception
    {
        public IReadOnlyDictionary<string, string> Reasons => reasons;
    }
}
