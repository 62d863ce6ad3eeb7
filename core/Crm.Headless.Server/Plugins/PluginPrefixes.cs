using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Plugins;

/// <summary>
/// A plugin's tables are told by their prefix, also when it is removed with all of them: no table of core begins so, nor one of another plugin that takes part.
/// Of the others <see cref="Life.KnownPrefixes"/> knows.
/// </summary>
static class PluginPrefixes
{
    /// <summary>Tables of core that aren't in its model.</summary>
    static readonly string[] Others = ["search_texts", "search_pairs", "feed_clock", "installation", "__migrations"];

    /// <exception cref="PluginException">Two prefixes can't be told apart.</exception>
    public static void Check(IReadOnlyList<LoadedPlugin> plugins, CrmContexts contexts)
    {
        using var db = contexts.Factory.CreateDbContext();
        var core = db.Model.GetEntityTypes().Where(entity => plugins.All(plugin => !plugin.Types.Contains(entity.ClrType)))
            .Select(entity => entity.GetTableName()).OfType<string>().Concat(Others).ToHashSet();
        for (var i = 0; i < plugins.Count; i++)
        {
            var prefix = plugins[i].Manifest.TablePrefix;
            if (core.FirstOrDefault(table => table.StartsWith(prefix, StringComparison.Ordinal)) is { } table)
                throw new PluginException($"Plugin \"{plugins[i].Id}\" has the table prefix \"{prefix}\", with which core's table {table} begins. Choose another PluginTablePrefix.");
            if (plugins.Take(i).FirstOrDefault(other => Overlap(other.Manifest.TablePrefix, prefix)) is { } other)
                throw new PluginException(
                    $"Plugin \"{plugins[i].Id}\" has the table prefix \"{prefix}\", which can't be told from \"{other.Manifest.TablePrefix}\" of plugin \"{other.Id}\". "
                    + "Choose another PluginTablePrefix.");
        }
    }

    public static bool Overlap(string a, string b) => a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal);
}
