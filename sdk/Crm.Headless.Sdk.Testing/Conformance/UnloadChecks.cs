using System.Runtime.CompilerServices;
using Crm.Headless.Server.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Testing;

/// <summary>That nothing of the plugin stays in memory when it is taken out.</summary>
static class UnloadChecks
{
    public static async Task<IReadOnlyList<string>> FindAsync(string id, CrmTestOptions options)
    {
        await using var host = await CrmTestHost.StartAsync(options);
        await SampleData.FillAsync(host, 1);
        await FieldChecks.AskAllAsync(host, id);
        await TakeOutAsync(host);
        return await IsGoneAsync(host.Services.GetRequiredService<PluginContexts>()) ? [] :
        [
            $"\"{id}\" stays in memory after it was taken out: something of it is still referred to, such as a Timer that runs, a thread, or a static event that it "
            + "listens to. Stop it when the service that holds it is disposed of (IDisposable, IAsyncDisposable); for work of its own there is IJob.",
        ];
    }

    // Not inlined, so that nothing of a generation stays on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static Task TakeOutAsync(CrmTestHost host) => host.Services.GetRequiredService<Generations>().SwapAsync(PluginCatalog.Empty, default);

    static async Task<bool> IsGoneAsync(PluginContexts contexts)
    {
        for (var round = 0; round < 60 && contexts.Alive > 0; round++)
        {
            contexts.Scrub();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            await Task.Delay(50);
        }
        return contexts.Alive == 0;
    }
}
