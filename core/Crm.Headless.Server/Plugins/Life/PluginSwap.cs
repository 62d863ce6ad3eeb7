using Crm.Headless.Server.Plugins.Containment;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>Builds and serves what is decided. A package that can't run here gives way to the one before it.</summary>
sealed class PluginSwap(PluginDirectory directory, PluginStore store, PluginCache cache, Generations generations, PluginBreakers breakers)
{
    public async Task RunAsync(CancellationToken ct)
    {
        var decided = await store.ReadAsync(ct);
        try
        {
            await generations.SwapAsync(await directory.ReadAsync(ct), next => RefuseBroken(next, decided), null, ct);
        }
        catch (FallBackException broken)
        {
            await generations.SwapAsync(await directory.ReadAsync(broken.Reasons, ct), ct);
        }
        Follow(decided);
        cache.Keep(decided.ByPlugin.Values.SelectMany(row => new[] { row.Hash, row.PreviousHash }).OfType<string>().ToHashSet());
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

    sealed class FallBackException(IReadOnlyDictionary<string, string> reasons) : Exception
    {
        public IReadOnlyDictionary<string, string> Reasons => reasons;
    }
}
