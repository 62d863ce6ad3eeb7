namespace Crm.Headless.Server.Plugins;

/// <summary>A plugin as it lies on the disk.</summary>
sealed record PluginFolder(string Path, PluginManifest Manifest);

/// <summary>The plugins that lie in a folder, one folder each, and what is wrong with the others.</summary>
sealed record PluginCatalog(IReadOnlyList<PluginFolder> Folders, IReadOnlyList<PluginReport> Refused)
{
    public static PluginCatalog Empty { get; } = new([], []);

    /// <summary>Reads the manifests in the order of the folders' names; runs no code.</summary>
    public static PluginCatalog Read(string root)
    {
        if (!Directory.Exists(root)) return Empty;
        var found = new Dictionary<string, PluginFolder>();
        var refused = new List<PluginReport>();
        foreach (var path in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            var name = System.IO.Path.GetFileName(path);
            if (name.StartsWith('.')) continue;
            try
            {
                var manifest = PluginManifest.Read(path);
                if (!found.TryAdd(manifest.Id, new(path, manifest)))
                    refused.Add(PluginReport.Of(manifest, PluginStatus.Refused,
                        $"Plugin \"{manifest.Id}\" lies twice in the plugins folder: in {found[manifest.Id].Path} and in {path}. "
                        + "Remove one of them."));
            }
            catch (PluginException error)
            {
                refused.Add(new(name, null, PluginStatus.Refused, error.Message));
            }
        }
        return new([.. found.Values], refused);
    }
}
