using System.Runtime.ExceptionServices;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Data.Sensitive;
using Crm.Headless.Server.Interactions;
using Crm.Headless.Server.Plugins.Containment;
using Crm.Headless.Server.Plugins.Life;
using Crm.Headless.Server.Security.DataKeys;

namespace Crm.Headless.Server.Plugins;

/// <summary>
/// Builds a generation of core and as many plugins as can take part. Mostly they all fit together; otherwise each is tried beside those
/// before it, and left out with a report.
/// </summary>
sealed class GenerationBuilder(
    IServiceProvider host, Database database, PluginMigrations migrations, PluginContexts contexts, WarmUp warmUp,
    ILogger<GenerationBuilder> log)
{
    int _number;

    /// <param name="catalog">The plugins.</param>
    /// <param name="reached">Hears of every step on the way.</param>
    /// <exception cref="Exception">Core itself can't be built.</exception>
    public async Task<Generation> BuildAsync(PluginCatalog catalog, StepReached? reached, CancellationToken ct)
    {
        reached ??= (_, _, _) => Task.CompletedTask;
        var reports = new List<PluginReport>();
        var (parts, plugins) = await FitAsync(catalog, reports, reached, ct);
        foreach (var report in reports) Log(report);
        var generation = await WarmAsync(Assemble(parts, plugins, reports, catalog.Revision), ct);
        await reached(PluginStep.SmokeTested);
        return generation;
    }

    /// <summary>What a generation would look like. Changes nothing; the plugins' code is loaded, and goes with the draft.</summary>
    /// <exception cref="Exception">Core itself can't be built.</exception>
    public async Task<GenerationDraft> DraftAsync(PluginCatalog catalog, CancellationToken ct)
    {
        var reports = new List<PluginReport>();
        var (parts, plugins) = await FitAsync(catalog, reports, reached: null, ct);
        return new(parts, plugins, reports, contexts);
    }

    /// <param name="catalog">The plugins.</param>
    /// <param name="reports">Is filled with what becomes of them.</param>
    /// <param name="reached">Null: it is a draft, and the database stays as it is.</param>
    async Task<(GenerationParts, List<LoadedPlugin>)> FitAsync(
        PluginCatalog catalog, List<PluginReport> reports, StepReached? reached, CancellationToken ct)
    {
        var order = PluginOrder.Sort(catalog.Folders);
        var found = new List<PluginReport>([.. catalog.Refused, .. order.Refused]);
        var fitting = new Fitting(catalog, new(reports), reached);
        var plugins = LoadAll(order.Folders, found);
        var (parts, fault) = await TryAsync(plugins, fitting, ct);
        if (fault is not null)
        {
            plugins = await LeaveOutAsync(plugins, fitting, found, ct);
            (parts, fault) = await TryAsync(plugins, fitting, ct);
        }
        if (fault is not null) ExceptionDispatchInfo.Throw(fault);
        found.AddRange(plugins.Select(plugin =>
            PluginReport.Of(plugin.Manifest, PluginStatus.Enabled, catalog.Notes.GetValueOrDefault(plugin.Id))));
        var hashes = catalog.Folders.ToLookup(folder => folder.Manifest.Id, folder => folder.Hash);
        reports.AddRange(found.Select(report => report.PackageHash is null ? report with { PackageHash = hashes[report.Id].FirstOrDefault() } : report));
        return (parts!, plugins);
    }

    List<LoadedPlugin> LoadAll(IEnumerable<PluginFolder> folders, List<PluginReport> reports)
    {
        var loaded = new List<LoadedPlugin>();
        foreach (var folder in folders)
        {
            try
            {
                RefuseGap(folder.Manifest, loaded);
                var plugin = PluginLoader.Load(folder, loaded, host.GetRequiredService<PluginLimits>().Start);
                contexts.Add(plugin);
                loaded.Add(plugin);
            }
            catch (PluginException error)
            {
                reports.Add(PluginFault.Report(folder.Manifest, error));
            }
        }
        return loaded;
    }

    async Task<List<LoadedPlugin>> LeaveOutAsync(List<LoadedPlugin> loaded, Fitting fitting, List<PluginReport> reports, CancellationToken ct)
    {
        var kept = new List<LoadedPlugin>();
        foreach (var plugin in loaded)
        {
            if (await FindFaultAsync(plugin, kept, fitting, ct) is not { } fault)
            {
                kept.Add(plugin);
                continue;
            }
            reports.Add(PluginFault.Report(plugin.Manifest, fault));
            plugin.Unload();
        }
        return kept;
    }

    async Task<Exception?> FindFaultAsync(LoadedPlugin plugin, List<LoadedPlugin> kept, Fitting fitting, CancellationToken ct)
    {
        if (PluginOrder.FindGap(plugin.Manifest, [.. kept.Select(other => other.Manifest)]) is { } gap) return new PluginException(gap);
        var (parts, fault) = await TryAsync([.. kept, plugin], fitting, ct);
        parts?.Dispose();
        return fault;
    }

    // The boundary around the plugins' code: whatever it throws becomes a report. That the database is away is nobody's fault here.
    async Task<(GenerationParts? Parts, Exception? Fault)> TryAsync(List<LoadedPlugin> plugins, Fitting fitting, CancellationToken ct)
    {
        GenerationParts? parts = null;
        try
        {
            parts = GenerationParts.Build(host, database, plugins, fitting.Catalog.Settings, fitting.Installed, await KindsInUse.ReadAsync(database, ct));
            if (fitting.Reached is not { } reached) return (parts, null);
            await reached(PluginStep.Staged);
            await migrations.RunAsync(plugins, (done, total) => reached(PluginStep.Staged, done, total), ct);
            await reached(PluginStep.Migrated);
            await PlainTexts.EncryptAsync(parts.Contexts, host.GetRequiredService<DataProtector>(), ct);
            return (parts, null);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            parts?.Dispose();
            if (DatabaseOutage.Is(fault)) throw;
            return (null, fault);
        }
    }

    static void RefuseGap(PluginManifest manifest, List<LoadedPlugin> present)
    {
        if (PluginOrder.FindGap(manifest, [.. present.Select(plugin => plugin.Manifest)]) is { } gap) throw new PluginException(gap);
    }

    Generation Assemble(GenerationParts parts, List<LoadedPlugin> plugins, IReadOnlyList<PluginReport> reports, long revision) => new()
    {
        Revision = revision,
        Reports = reports,
        Number = Interlocked.Increment(ref _number),
        Schema = parts.Schema,
        Executors = parts.Executors,
        Plugins = plugins,
        Handlers = parts.Handlers,
        Jobs = parts.Jobs,
        Contexts = parts.Contexts,
        Services = parts.Services,
        Use = parts.Use,
    };

    async Task<Generation> WarmAsync(Generation generation, CancellationToken ct)
    {
        try
        {
            generation.Faults = await warmUp.RunAsync(generation, ct);
            return generation;
        }
        catch (OperationCanceledException)
        {
            await generation.DisposeAsync();
            throw;
        }
    }

    void Log(PluginReport report)
    {
        if (report.Status == PluginStatus.Enabled)
            log.LogInformation("Plugin {Id} {Version} is enabled.", report.Id, report.Version);
        else if (report.Status == PluginStatus.Disabled)
            log.LogInformation("{Message}", report.Message);
        else
            log.LogError("Plugin {Id} {Version} is left out: {Message}", report.Id, report.Version, report.Message);
    }

    /// <param name="Catalog">The plugins that shall take part.</param>
    /// <param name="Installed">Is told what becomes of them.</param>
    /// <param name="Reached">Hears of every step; null: it is a draft, and the database stays as it is.</param>
    sealed record Fitting(PluginCatalog Catalog, InstalledPlugins Installed, StepReached? Reached);
}
