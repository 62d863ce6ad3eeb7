using System.Text.Json.Nodes;

namespace Crm.Headless.Server.Plugins;

/// <summary>A plugin as it lies on the disk.</summary>
/// <param name="Hash">Of the package that it was unpacked from; null: it lies in the plugins folder.</param>
sealed record PluginFolder(string Path, PluginManifest Manifest, string? Hash = null)
{
    /// <summary>The scopes that its own calls of the API may use: those that it asks for, where nobody has decided about it.</summary>
    public IReadOnlyList<string> Grants { get; init; } = Manifest.Permissions.Asks;
}

/// <summary>The plugins that shall take part, and why others don't.</summary>
sealed record PluginCatalog(IReadOnlyList<PluginFolder> Folders, IReadOnlyList<PluginReport> Refused)
{
    /// <summary>The decisions that it follows; see <see cref="Life.PluginRevision"/>.</summary>
    public long Revision { get; init; }

    /// <summary>What is set of their settings, secrets included, by id.</summary>
    public IReadOnlyDictionary<string, JsonObject> Settings { get; init; } = new Dictionary<string, JsonObject>();

    /// <summary>What is to be said of plugins that take part, by id.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    public static PluginCatalog Empty { get; } = new([], []);

    /// <summary>What lies in a folder, one folder each. Reads the manifests in the order of the folders' names; runs no code.</summary>
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
