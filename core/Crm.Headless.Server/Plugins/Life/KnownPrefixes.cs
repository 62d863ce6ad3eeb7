using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>
/// Whose tables begin with what, also those of plugins that are disabled, or were removed and left them: a removal with all rows takes every
/// table with the prefix.
/// </summary>
sealed class KnownPrefixes(CoreContexts contexts, PluginStore store, PluginHistories histories)
{
    /// <summary>Before their tables come.</summary>
    public async Task RememberAsync(IReadOnlyList<LoadedPlugin> plugins, CancellationToken ct)
    {
        var known = await ReadAsync(ct);
        var missing = plugins.Where(plugin => !known[plugin.Id].Contains(plugin.Manifest.TablePrefix)).ToList();
        if (missing.Count == 0) return;
        await contexts.WriteAsync(async db =>
        {
            // Another node may remember it at the same time.
            foreach (var plugin in missing)
                await db.Database.ExecuteSqlAsync(
                    $"INSERT INTO plugin_prefixes (plugin, prefix) VALUES ({plugin.Id}, {plugin.Manifest.TablePrefix}) ON CONFLICT DO NOTHING", ct);
            return true;
        }, ct);
    }

    /// <summary>Why its tables couldn't be told from those of another; null: they can, or are there already.</summary>
    public async Task<string?> WhyNotTakeInAsync(PluginManifest manifest, CancellationToken ct)
    {
        var (known, owners) = (await ReadAsync(ct), await histories.OwnersAsync(ct));
        if (owners.Contains(manifest.Id) && (known[manifest.Id].Contains(manifest.TablePrefix) || !known[manifest.Id].Any())) return null;
        var others = await OthersAsync(manifest.Id, known, owners, ct);
        if (FindOverlap(manifest, others) is { } other)
            return $"{Tell(manifest, other)}. Choose another PluginTablePrefix, or remove \"{other.Plugin}\" with all its rows (data PURGE) before; "
                + "one that was removed already has to be installed again for that.";
        // Tables that were left before prefixes were remembered.
        var unknown = owners.Where(owner => owner != manifest.Id && others.All(one => one.Plugin != owner)).ToList();
        return unknown.Count > 0 && await histories.FindTableAsync(manifest.TablePrefix, ct) is { } table
            ? $"Plugin \"{manifest.Id}\" has the table prefix \"{manifest.TablePrefix}\", with which the table {table} begins that was kept of another plugin, "
                + $"\"{string.Join("\" or \"", unknown)}\". Choose another PluginTablePrefix, or install that plugin again and remove it with all its rows (data PURGE)."
            : null;
    }

    /// <summary>Why its tables can't go by their prefix; null: they can.</summary>
    public async Task<string?> WhyNotDropAsync(PluginManifest manifest, CancellationToken ct) =>
        FindOverlap(manifest, await OthersAsync(manifest.Id, await ReadAsync(ct), await histories.OwnersAsync(ct), ct)) is { } other
            ? $"{Tell(manifest, other)}: tables of that would go with it. Remove \"{manifest.Id}\" without its rows (data KEEP), and drop its tables by hand."
            : null;

    static string Tell(PluginManifest manifest, Owner other) =>
        $"Plugin \"{manifest.Id}\" has the table prefix \"{manifest.TablePrefix}\", which can't be told from \"{other.Prefix}\" of plugin \"{other.Plugin}\", "
        + (other.IsInstalled ? "which is installed" : "whose tables are kept");

    static Owner? FindOverlap(PluginManifest manifest, List<Owner> others) =>
        others.FirstOrDefault(other => PluginPrefixes.Overlap(other.Prefix, manifest.TablePrefix));

    async Task<ILookup<string, string>> ReadAsync(CancellationToken ct)
    {
        await using var db = await contexts.OpenAsync(ct);
        return (await db.Set<PluginPrefix>().AsNoTracking().OrderBy(row => row.Plugin).ThenBy(row => row.Prefix).ToListAsync(ct))
            .ToLookup(row => row.Plugin, row => row.Prefix);
    }

    async Task<List<Owner>> OthersAsync(string plugin, ILookup<string, string> known, IReadOnlyList<string> owners, CancellationToken ct)
    {
        var others = new List<Owner>();
        var installed = (await store.ReadAsync(ct)).ByPlugin.Values.Where(row => row.Hash is not null).ToDictionary(row => row.Plugin, row => row.Hash!);
        foreach (var (id, hash) in installed)
            if (id != plugin && await PrefixInAsync(hash, ct) is { } prefix) others.Add(new(id, prefix, IsInstalled: true));
        foreach (var owner in owners.Where(owner => owner != plugin))
            others.AddRange(known[owner].Select(prefix => new Owner(owner, prefix, installed.ContainsKey(owner))));
        return others;
    }

    /// <summary>Null: it can't be read here. Where it has tables, its prefix is remembered.</summary>
    async Task<string?> PrefixInAsync(string hash, CancellationToken ct)
    {
        try
        {
            return (await store.ManifestAsync(hash, ct)).TablePrefix;
        }
        catch (PluginException)
        {
            return null;
        }
    }

    sealed record Owner(string Plugin, string Prefix, bool IsInstalled);
}
