using System.Diagnostics;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Benchmarks.Soak;

/// <summary>
/// Swaps a plugin with tables, fields and handlers again and again while clients ask and listen: nothing may fail, nothing may be missed, and
/// nothing may stay in memory.
/// </summary>
static class PluginSoak
{
    const int Clients = 16, Listeners = 50, FirstSwaps = 4, Swaps = 20, FirstLook = 20, LastLook = 100;

    /// <returns>Whether all of it held.</returns>
    public static async Task<bool> RunAsync(DatabaseKind kind, TimeSpan duration)
    {
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            Database = kind,
            Settings = new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Warning" },
        });
        var plugin = new SwappedPlugin(host);
        await plugin.InstallAsync();
        var contact = await AddContactAsync(host);

        var load = new SoakLoad(host, contact, Clients, Listeners);
        await load.StartAsync();
        // One of each kind, while the host's own code is still being compiled. What clients see of it counts as well.
        for (var swap = 0; swap < FirstSwaps; swap++)
        {
            await plugin.SwapAsync(swap);
            await load.ChangeAsync();
        }
        var start = Stopwatch.GetTimestamp();
        var (slowest, busy) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var swap = 0; swap < Swaps; swap++)
        {
            var began = Stopwatch.GetTimestamp();
            await plugin.SwapAsync(swap);
            var took = Stopwatch.GetElapsedTime(began);
            (slowest, busy) = (took > slowest ? took : slowest, busy + took);
            await load.ChangeAsync();
            var next = start + (long)((swap + 1) * duration.TotalSeconds / Swaps * Stopwatch.Frequency);
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), next) is { Ticks: > 0 } pause) await Task.Delay(pause);
        }
        var all = Stopwatch.GetElapsedTime(start);
        var seen = await load.StopAsync();
        Console.WriteLine($"{kind}: {Swaps} swaps in {all.TotalSeconds:0} s, {busy.TotalSeconds / Swaps:0.0} s each, the slowest {slowest.TotalSeconds:0.0} s; {seen}");

        long early = 0, late = 0;
        for (var swap = Swaps; swap < LastLook; swap++)
        {
            if (swap == FirstLook) early = await SettledBytesAsync(host);
            await plugin.SwapAsync(swap);
        }
        late = await SettledBytesAsync(host);
        var contexts = host.Services.GetRequiredService<PluginContexts>().Alive;
        Console.WriteLine(
            $"{kind}: {early / 1e6:0.0} MB at swap {FirstLook}, {late / 1e6:0.0} MB at swap {LastLook} ({(double)late / early:P0}); {contexts} load contexts alive");
        return seen.Holds && late < early * 1.1 && contexts <= 1;
    }

    static async Task<string> AddContactAsync(CrmTestHost host)
    {
        var data = await host.QueryAsync("""mutation { createContact(input: { givenName: "Ana" }) { contact { id } } }""");
        var id = data.GetProperty("createContact").GetProperty("contact").GetProperty("id").GetString()!;
        await host.QueryAsync("mutation($input: RecordInteractionInput!) { recordInteraction(input: $input) { errors { ... on Error { message } } } }",
            new { input = new { kind = "PURCHASE", contact = new { id }, amount = 42, currency = "EUR" } });
        await host.HandledAsync();
        return id;
    }

    static async Task<long> SettledBytesAsync(CrmTestHost host)
    {
        var contexts = host.Services.GetRequiredService<PluginContexts>();
        for (var round = 0; round < 40 && (round < 5 || contexts.Alive > 1); round++)
        {
            contexts.Scrub();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            await Task.Delay(100);
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
