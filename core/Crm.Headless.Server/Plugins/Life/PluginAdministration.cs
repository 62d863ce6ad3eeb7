using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>Changes of plugins as a request asks for them: by who acts in its scope.</summary>
sealed class PluginAdministration(PluginChanges changes, PluginPlanner planner, PluginStore store, Actor actor)
{
    public async Task<PluginOperation> InstallAsync(string hash, IReadOnlyList<string>? accepted, CancellationToken ct) =>
        await changes.RunAsync(new(PluginChangeKind.Install, await PluginOfAsync(hash, ct), hash, null, accepted ?? [], actor.Principal), ct);

    public Task<PluginOperation> RunAsync(
        PluginChangeKind kind, string plugin, IReadOnlyList<string>? accepted, CancellationToken ct, PluginData? data = null) =>
        changes.RunAsync(new(kind, plugin, null, data, accepted ?? [], actor.Principal), ct);

    public async Task<PluginPlan> PlanAsync(PluginPlanInput input, CancellationToken ct)
    {
        var plugin = input.Hash is { } hash ? await PluginOfAsync(hash, ct) : input.Id ?? throw PluginNotFoundException.NotNamed();
        var kind = input.Hash is not null ? PluginChangeKind.Install : input.Kind ?? PluginChangeKind.Install;
        if (kind == PluginChangeKind.Install && input.Hash is null) throw PluginNotFoundException.NotNamed();
        var change = new PluginChange(kind, plugin, input.Hash, null, [], actor.Principal);
        var target = await planner.FindTargetAsync(change, ct);
        using var draft = await planner.DraftAsync(target, ct);
        return await planner.PlanAsync(change, target, draft, ct);
    }

    async Task<string> PluginOfAsync(string hash, CancellationToken ct) =>
        (await store.PackagesAsync(ct)).FirstOrDefault(package => package.Hash == hash)?.Plugin ?? throw PluginNotFoundException.NoPackage(hash);
}
