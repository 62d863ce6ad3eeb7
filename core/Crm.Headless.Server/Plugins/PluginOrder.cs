namespace Crm.Headless.Server.Plugins;

/// <summary>Puts plugins behind those that they require; among equals by id, so that it is always the same order.</summary>
static class PluginOrder
{
    /// <summary>Those in a cycle, or behind one, come back as refused.</summary>
    public static PluginCatalog Sort(IEnumerable<PluginFolder> folders)
    {
        var waiting = folders.OrderBy(folder => folder.Manifest.Id, StringComparer.Ordinal).ToList();
        var sorted = new List<PluginFolder>();
        while (waiting.Find(folder => !WaitsFor(folder, waiting).Any()) is { } next)
        {
            waiting.Remove(next);
            sorted.Add(next);
        }
        return new(sorted, [.. waiting.Select(folder => Refuse(folder, waiting))]);
    }

    /// <summary>Why the plugin can't stand on those that are there already; null when it can.</summary>
    public static string? FindGap(PluginManifest manifest, IReadOnlyCollection<PluginManifest> present)
    {
        foreach (var need in manifest.Requires)
        {
            var found = present.FirstOrDefault(other => other.Id == need.Id);
            if (found is null)
                return $"Plugin \"{manifest.Id}\" needs {need}, which is not there or not enabled. "
                    + "Add it to the plugins folder, or see its own message.";
            if (!need.Range.Contains(found.Version))
                return $"Plugin \"{manifest.Id}\" needs {need}, but {found.Version} is installed. "
                    + $"Install a version of \"{need.Id}\" that fits.";
        }
        return null;
    }

    static IEnumerable<PluginFolder> WaitsFor(PluginFolder folder, List<PluginFolder> waiting) =>
        waiting.Where(other => folder.Manifest.Requires.Any(need => need.Id == other.Manifest.Id));

    static PluginReport Refuse(PluginFolder folder, List<PluginFolder> waiting)
    {
        var path = new List<PluginFolder> { folder };
        while (WaitsFor(path[^1], waiting).First() is var next && !path.Contains(next)) path.Add(next);
        var circle = path.SkipWhile(step => step != WaitsFor(path[^1], waiting).First());
        var cycle = string.Join(" -> ", circle.Select(step => $"\"{step.Manifest.Id}\""));
        return PluginReport.Of(folder.Manifest, PluginStatus.Refused,
            $"Plugin \"{folder.Manifest.Id}\" can't be ordered: {cycle} require each other in a circle. "
            + "One of them has to drop its requirement.");
    }
}
