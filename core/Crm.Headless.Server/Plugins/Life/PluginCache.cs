
namespace Crm.Headless.Server.Plugins.Life;

/// <summary>The packages of this node, unpacked below its data folder. Nothing is lost when it is deleted: all of it comes from the database.</summary>
sealed class PluginCache(IConfiguration configuration, PluginStore store)
{
    readonly string _root = Path.Combine(DataFolder.PathOf(configuration), "plugin-cache");

    /// <exception cref="PluginException">The database doesn't have it, or it is damaged.</exception>
    public async Task<PluginFolder> UnpackAsync(string hash, CancellationToken ct)
    {
        var folder = Path.Combine(_root, hash);
        if (!Directory.Exists(folder))
        {
            var package = await store.PackageAsync(hash, ct);
            PrivateFile.CreateFolder(_root);
            package.ExtractTo(folder);
        }
        return new(folder, PluginManifest.Read(folder), hash);
    }

    /// <summary>Leaves nothing but what is in use.</summary>
    public void Keep(IReadOnlySet<string> hashes)
    {
        if (!Directory.Exists(_root)) return;
        foreach (var folder in Directory.EnumerateDirectories(_root))
            if (!hashes.Contains(Path.GetFileName(folder))) Directory.Delete(folder, recursive: true);
    }
}
