using System.Runtime.CompilerServices;
using Crm.Headless.Server.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Testing.Conformance;

/// <summary>That nothing of the plugin stays in memory when it is taken out, after all of it was in use.</summary>
static class UnloadChecks
{
    public static async Task<IReadOnlyList<string>> FindAsync(CrmTestHost host, string plugin)
    {
        var dependents = DependentsOn(host, plugin);
        await TakeOutAsync(host);
        var alive = await StayingAsync(host.Services.GetRequiredService<PluginContexts>(), plugin);
        if (!alive.Contains(plugin)) return [];
        return dependents.Intersect(alive).ToList() is [_, ..] blamed
            ? [$"\"{plugin}\" stays in memory after it was taken out, because {string.Join(" and ", blamed)}, which needs it, does. Check that one first."]
            :
            [
                $"\"{plugin}\" stays in memory after it was taken out: something of it is still referred to, such as a Timer that runs, a thread, or a static event that it "
                + "listens to. Stop it when the service that holds it is disposed of (IDisposable, IAsyncDisposable); for work of its own there is IJob.",
            ];
    }

    static List<string> DependentsOn(CrmTestHost host, string plugin)
    {
        using var lease = host.Services.GetRequiredService<Generations>().Lease();
        return [.. lease.Generation.Plugins.Where(other => other.Manifest.Requires.Any(needed => needed.Id == plugin)).Select(other => other.Id)];
    }

    // Not inlined, so that nothing of a generation stays on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static Task TakeOutAsync(CrmTestHost host) => host.Services.GetRequiredService<Generations>().SwapAsync(PluginCatalog.Empty, default);

    static async Task<IReadOnlyList<string>> StayingAsync(PluginContexts contexts, string plugin)
    {
        for (var round = 0; round < 40 && contexts.Staying.Contains(plugin); round++)
        {
            contexts.Scrub();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            await Task.Delay(50);
        }
        return contexts.Staying;
    }
}
