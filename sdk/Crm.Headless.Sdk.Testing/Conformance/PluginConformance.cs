using Crm.Headless.Server.Plugins;
using Crm.Headless.Testing.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Testing;

/// <summary>
/// Tries on a plugin what hosts rely on. One line of a test: <c>await PluginConformance.CheckAsync("acme.greeter");</c>
/// </summary>
/// <remarks>
/// That it fits the host (prefixes, policies, nullable fields on core's types), describes all that it adds and all that can be set, asks the
/// database as often for many rows as for few, gives nothing to those who may not have it, tried by every kind of principal in every way to each
/// of its fields, makes by its migrations the tables of its model, up, down and up again, on empty tables and on filled ones, on SQLite and, where
/// it is there, on PostgreSQL, separates merged people as they were, tells them what it knows and forgets those who ask for it, and leaves nothing
/// in memory when it is disabled.
/// </remarks>
public static class PluginConformance
{
    /// <summary>Runs every check on a plugin among those under test.</summary>
    /// <param name="plugin">Its id, such as <c>acme.greeter</c>.</param>
    /// <param name="options">How to start hosts, such as the settings that the plugin needs; null: as <see cref="CrmTestHost"/> does.</param>
    /// <exception cref="PluginConformanceException">It doesn't conform; the message lists what to correct, one line for each.</exception>
    public static async Task CheckAsync(string plugin, CrmTestOptions? options = null)
    {
        var findings = await FindAsync(plugin, options);
        if (findings.Count > 0) throw new PluginConformanceException(plugin, findings);
    }

    /// <summary>What to correct: the place, the cause and the remedy; empty: nothing.</summary>
    /// <param name="plugin">Its id.</param>
    /// <param name="options">As in <see cref="CheckAsync"/>.</param>
    public static Task<IReadOnlyList<string>> FindAsync(string plugin, CrmTestOptions? options = null) =>
        FindAsync(plugin, options ?? new(), PostgresCluster.Missing is null ? [DatabaseKind.Sqlite, DatabaseKind.PostgreSql] : [DatabaseKind.Sqlite]);

    internal static async Task<IReadOnlyList<string>> FindAsync(string plugin, CrmTestOptions options, DatabaseKind[] databases)
    {
        var findings = new List<string>();
        foreach (var kind in databases) findings.AddRange(await TryAsync(plugin, options with { Database = kind, SharedDatabase = null }));
        return [.. findings.Distinct()];
    }

    /// <summary>All on one host, from what changes nothing to what takes the plugin away.</summary>
    static async Task<IReadOnlyList<string>> TryAsync(string plugin, CrmTestOptions options)
    {
        await using var host = await CrmTestHost.StartAsync(options with { Settings = new Dictionary<string, string?>([.. AccessWorld.Settings, .. options.Settings]) });
        if (Refusal(host, plugin) is { } refused) return [refused];
        var findings = Look(host, plugin);
        if (await TableChecks.FindAsync(host, plugin) is [_, ..] tables) return [.. findings, .. tables]; // Nothing can be tried on wrong tables.
        findings.AddRange(await AccessChecks.FindAsync(host, plugin));
        findings.AddRange(await StatementChecks.FindAsync(host, plugin));
        findings.AddRange(await PersonChecks.FindAsync(host, plugin));
        findings.AddRange(await TableChecks.FindOnFilledAsync(host, plugin));
        findings.AddRange(await UnloadChecks.FindAsync(host, plugin));
        return findings;
    }

    static string? Refusal(CrmTestHost host, string plugin)
    {
        using var lease = host.Services.GetRequiredService<Generations>().Lease();
        var report = lease.Generation.Reports.FirstOrDefault(report => report.Id == plugin);
        if (report is null) return $"There is no plugin \"{plugin}\" among those under test. Refer to its project with Plugin=\"true\", or name its folder in PluginsFolder.";
        return report.Status == PluginStatus.Enabled ? null : report.Message;
    }

    // Not a part of an asynchronous method, which would keep the generation.
    static List<string> Look(CrmTestHost host, string plugin)
    {
        using var lease = host.Services.GetRequiredService<Generations>().Lease();
        return
        [
            .. DescriptionChecks.Find(lease.Generation.Schema, plugin),
            .. SettingChecks.Find(lease.Generation.Plugins.Single(loaded => loaded.Id == plugin)),
        ];
    }
}

/// <summary>A plugin isn't what hosts rely on.</summary>
public sealed class PluginConformanceException(string plugin, IReadOnlyList<string> findings)
    : Exception($"Plugin \"{plugin}\" doesn't conform:\n- {string.Join("\n- ", findings)}")
{
    /// <summary>What to correct, each with the place, the cause and the remedy.</summary>
    public IReadOnlyList<string> Findings { get; } = findings;
}
