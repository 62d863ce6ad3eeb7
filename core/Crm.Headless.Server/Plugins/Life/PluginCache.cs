
namespace Crm.Headless.Server.Plugins.Life;

/// <summary>The packages of this node, unpacked below its data folder. Nothing is lost when it is deleted: all of it comes from the database.</summary>
sealed class PluginCache(IConfiguration configuration, PluginStore store)
{
    /// <summary>Longer than it takes to decide about a package that was unpacked to be looked at.</summary>
    static readonly TimeSpan Waiting = TimeSpan.FromHours(1);

    readonly Lock _lock = new();
    readonly string _root = Path.Combine(DataFolder.PathOf(configuration), "plugin-cache");

    /// <exception cref="PluginException">The database doesn't have it, or it is damaged.</exception>
    public async Task<PluginFolder> UnpackAsync(string hash, CancellationToken ct)
    {
        var folder = Path.Combine(_root, hash);
        if (!Touch(folder))
        {
            var package = await store.PackageAsync(hash, ct);
            PrivateFile.CreateFolder(_root);
            package.ExtractTo(folder);
        }
        return new(folder, PluginManifest.Read(folder), hash);
    }

    /// <summary>
    /// Leaves nothing but what is decided and what was asked for lately: another change may be about to decide for that, or still write it.
    /// </summary>
    public void Keep(IReadOnlySet<string> hashes)
    {
        if (!Directory.Exists(_root)) return;
        foreach (var folder in Directory.EnumerateDirectories(_root))
            if (!hashes.Contains(Path.GetFileName(folder))) DeleteOld(folder);
    }

    /// <summary>Says that it is used, where it is there.</summary>
    bool Touch(string folder)
    {
        lock (_lock)
        {
            if (!Directory.Exists(folder)) return false;
            Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow);
            return true;
        }
    }

    void DeleteOld(string folder)
    {
        try
        {
            lock (_lock)
                if (Directory.GetLastWriteTimeUtc(folder) < DateTime.UtcNow - Waiting) Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Another process of this data folder was faster, or reads it: what is left goes the next time.
        }
    }
}
