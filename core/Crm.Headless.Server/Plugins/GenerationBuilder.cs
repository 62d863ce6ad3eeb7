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
    PluginSettings settings, ILogger<GenerationBuilder> log)
{
    int _number;

    /// <param name="catalog">The plugins.</param>
    /// <param name="reached">Hears of every step on the way.</param>
    /// <exception cref="Exception">Core itself can't be built.</exception>
    public async Task<Generation> BuildAsync(PluginCatalog catalog, StepReached? reached, CancellationToken ct) =>
        await FinishAsync(await FitAsync(catalog, reached ?? Unheard, ct), reached ?? Unheard, ct);

    /// <summary>The generation of a draft. When its plugins can't be made ready, each is tried by itself, to leave out the one whose fault it is.</summary>
    /// <param name="draft">Is used up by it.</param>
    /// <param name="reached">Hears of every step on the way.</param>
    /// <exception cref="Exception">Core itself can't be built.</exception>
    public async Task<Generation> BuildAsync(GenerationDraft draft, StepReached? reached, CancellationToken ct)
    {
        try
        {
            await PrepareAsync(draft.Parts, draft.Plugins, reached ?? Unheard, ct);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested && !DatabaseOutage.Is(fault))
        {
            draft.Dispose();
            return await BuildAsync(draft.Catalog, reached, ct);
        }
        return await FinishAsync(draft, reached ?? Unheard, ct);
    }

    /// <summary>What a generation would look like. Changes nothing; the plugins' code is loaded, and goes with the draft.</summary>
    /// <exception cref="Exception">Core itself can't be built.</exception>
    public Task<GenerationDraft> DraftAsync(PluginCatalog catalog, CancellationToken ct) => FitAsync(catalog, reached: null, ct);

    /// <param name="catalog">The plugins.</param>
    /// <param name="reached">Null: it is a draft, and the database stays as it is.</param>
    async Task<GenerationDraft> FitAsync(PluginCatalog catalog, StepReached? reached, CancellationToken ct)
    {
        var order = PluginOrder.Sort(catalog.Folders);
        var (reports, found) = (new List<PluginReport>(), new List<PluginReport>([.. catalog.Refused, .. order.Refused]));
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
        return new(catalog, parts!, plugins, reports, contexts);
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
            if (fitting.Reached is { } reached) await PrepareAsync(parts, plugins, reached, ct);
            return (parts, null);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            parts?.Dispose();
            if (DatabaseOutage.Is(fault)) throw;
            return (null, fault);
        }
    }

    async Task PrepareAsync(GenerationParts parts, IReadOnlyList<LoadedPlugin> plugins, StepReached reached, CancellationToken ct)
    {
        await reached(PluginStep.Staged);
        await migrations.RunAsync(plugins, (done, total) => reached(PluginStep.Staged, done, total), ct);
        await reached(PluginStep.Migrated);
        await PlainTexts.EncryptAsync(parts.Contexts, host.GetRequiredService<DataProtector>(), ct);
    }

    static void RefuseGap(PluginManifest manifest, List<LoadedPlugin> present)
    {
        if (PluginOrder.FindGap(manifest, [.. present.Select(plugin => plugin.Manifest)]) is { } gap) throw new PluginException(gap);
    }

    async Task<Generation> FinishAsync(GenerationDraft draft, StepReached reached, CancellationToken ct)
    {
        foreach (var report in draft.Reports) Log(report);
        var generation = draft.Become(Interlocked.Increment(ref _number));
        try
        {
            if (generation.Number > 1 || settings.WarmUp) generation.Faults = await warmUp.RunAsync(generation, ct);
            await reached(PluginStep.SmokeTested);
            return generation;
        }
        catch
        {
            await generation.DisposeAsync();
            throw;
        }
    }

    static Task Unheard(PluginStep step, int done, int total) => Task.CompletedTask;

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
