using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Plugins;

/// <summary>
/// Builds a generation of core and as many plugins as can take part: each is tried beside those before it, and left out with a report
/// when it doesn't fit.
/// </summary>
sealed class GenerationBuilder(IServiceProvider host, Database database, PluginMigrations migrations, PluginContexts contexts, ILogger<GenerationBuilder> log)
{
    int _number;

    /// <exception cref="Exception">Core itself can't be built.</exception>
    public async Task<Generation> BuildAsync(PluginCatalog catalog, CancellationToken ct)
    {
        var order = PluginOrder.Sort(catalog.Folders);
        var reports = new List<PluginReport>([.. catalog.Refused, .. order.Refused]);
        var plugins = new List<LoadedPlugin>();
        using (var alone = GenerationParts.Build(host, database, [], [])) alone.Check();
        foreach (var folder in order.Folders) reports.Add(await TryAddAsync(folder, plugins, ct));
        foreach (var report in reports) Log(report);
        return Assemble(plugins, reports);
    }

    // The boundary around a plugin's code: whatever it throws becomes its report.
    async Task<PluginReport> TryAddAsync(PluginFolder folder, List<LoadedPlugin> plugins, CancellationToken ct)
    {
        if (PluginOrder.FindGap(folder.Manifest, [.. plugins.Select(plugin => plugin.Manifest)]) is { } gap)
            return PluginReport.Of(folder.Manifest, PluginStatus.Refused, gap);
        LoadedPlugin? plugin = null;
        try
        {
            plugin = PluginLoader.Load(folder, plugins);
            contexts.Add(plugin);
            using (var parts = GenerationParts.Build(host, database, [.. plugins, plugin], [])) parts.Check();
            await migrations.RunAsync(plugin, ct);
            plugins.Add(plugin);
            return PluginReport.Of(folder.Manifest, PluginStatus.Enabled);
        }
        catch (Exception error) when (error is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            if (plugin is not null) PluginLoader.Unload(plugin);
            return PluginFault.Report(folder.Manifest, error);
        }
    }

    Generation Assemble(List<LoadedPlugin> plugins, List<PluginReport> reports)
    {
        var parts = GenerationParts.Build(host, database, plugins, reports);
        parts.Check();
        return new()
        {
            Number = Interlocked.Increment(ref _number),
            Schema = parts.Schema,
            Executor = new RequestExecutor(parts.Schema, FaultLog.Attach(host)),
            Plugins = plugins,
            Reports = reports,
            Contexts = parts.Contexts,
            Services = parts.Services,
        };
    }

    void Log(PluginReport report)
    {
        if (report.Status == PluginStatus.Enabled) log.LogInformation("Plugin {Id} {Version} is enabled.", report.Id, report.Version);
        else log.LogError("Plugin {Id} {Version} is left out: {Message}", report.Id, report.Version, report.Message);
    }
}
