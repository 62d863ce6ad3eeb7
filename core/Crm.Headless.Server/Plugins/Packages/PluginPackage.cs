using System.Security.Cryptography;

namespace Crm.Headless.Server.Plugins.Packages;

/// <summary>
/// A <c>.crmplugin</c> file: a zip with <c>plugin.json</c> at its root and every file that the manifest lists with its hash, and nothing
/// else. Reading it runs no code of it.
/// </summary>
sealed class PluginPackage
{
    public const string Extension = ".crmplugin";

    readonly PackageLimits _limits;

    PluginPackage(ReadOnlyMemory<byte> bytes, byte[] manifest, PackageSignature? signature, PackageLimits limits)
    {
        (Bytes, ManifestBytes, Signature, _limits) = (bytes, manifest, signature, limits);
        Manifest = PluginManifest.Parse(manifest, $"The package's {PluginManifest.FileName}");
        Hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public PluginManifest Manifest { get; }

    /// <summary>The manifest as it stands in the package.</summary>
    public ReadOnlyMemory<byte> ManifestBytes { get; }

    /// <summary>What it says who signed it; see <see cref="PackageTrust"/>. Null when nobody did.</summary>
    public PackageSignature? Signature { get; }

    /// <summary>The SHA-256 of its bytes, in hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>Checks all of it.</summary>
    /// <exception cref="PluginException">It is damaged, changed, or holds what it may not.</exception>
    public static PluginPackage Read(ReadOnlyMemory<byte> bytes, PackageLimits? limits = null)
    {
        limits ??= PackageLimits.Default;
        using var reader = new PackageReader(bytes, limits);
        var package = new PluginPackage(bytes, ReadManifest(reader), ReadSignature(reader), limits);
        CheckList(reader, package.Manifest);
        foreach (var (name, hash) in package.Manifest.Files) package.CheckFile(reader, name, hash);
        return package;
    }

    /// <summary>Unpacks it. The folder appears whole or not at all; one that is there already stays as it is.</summary>
    /// <exception cref="PluginException">The bytes were changed since they were read.</exception>
    public void ExtractTo(string folder)
    {
        if (Directory.Exists(folder)) return;
        var partial = Directory.CreateDirectory($"{Path.GetFullPath(folder)}.{Guid.NewGuid():N}.partial").FullName;
        try
        {
            WriteTo(partial);
            Directory.Move(partial, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process was faster.
        }
        finally
        {
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        }
    }

    void WriteTo(string folder)
    {
        using var reader = new PackageReader(Bytes, _limits);
        foreach (var (name, entry) in reader.Entries)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = File.Create(path);
            var hash = reader.Unpack(entry, file);
            if (Manifest.Files.TryGetValue(name, out var expected)) CheckHash(name, expected, hash);
        }
    }

    static byte[] ReadManifest(PackageReader reader)
    {
        if (!reader.Entries.TryGetValue(PluginManifest.FileName, out var entry))
            throw PackageReader.Refuse($"it has no {PluginManifest.FileName} at its root", "Pack the plugin with the SDK's build: crm plugin pack.");
        return reader.Read(entry, PackageLimits.ManifestBytes);
    }

    static PackageSignature? ReadSignature(PackageReader reader) =>
        reader.Entries.TryGetValue(PackageSignature.FileName, out var entry)
            ? PackageSignature.Parse(reader.Read(entry, PackageSignature.MaxBytes))
            : null;

    static void CheckList(PackageReader reader, PluginManifest manifest)
    {
        const string again = "Pack it again with the SDK's build.";
        var of = $"package of {manifest.Id} {manifest.Version}";
        if (manifest.Files.Keys.FirstOrDefault(name => !reader.Entries.ContainsKey(name)) is { } missing)
            throw new PluginException($"The {of} lacks {missing}, which its manifest lists. Get it from its author again.");
        if (reader.Entries.Keys.FirstOrDefault(name => !IsOutside(name) && !manifest.Files.ContainsKey(name)) is { } added)
            throw new PluginException($"The {of} holds {added}, which its manifest doesn't list: somebody added it. Get it from its author again.");
        if (manifest.Files.Keys.FirstOrDefault(IsOutside) is { } own) throw new PluginException($"The manifest of the {of} lists {own}. {again}");
        if (!manifest.Files.ContainsKey(manifest.Entry)) throw new PluginException($"The {of} lacks its entry assembly {manifest.Entry}. {again}");
    }

    void CheckFile(PackageReader reader, string name, string hash)
    {
        var isLibrary = name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        using var content = isLibrary ? new MemoryStream() : Stream.Null;
        CheckHash(name, hash, reader.Unpack(reader.Entries[name], content));
        if (HostAssemblies.Find(name, content as MemoryStream) is { } hosts)
            throw new PluginException(
                $"The package of {Manifest.Id} {Manifest.Version} brings {name} along, which is {hosts} and which the host provides: "
                + "the plugin would not understand the host's objects. Pack it again with the SDK's build.");
    }

    // The manifest can't hold its own hash; the signature is over the manifest.
    static bool IsOutside(string name) => name is PluginManifest.FileName or PackageSignature.FileName;

    void CheckHash(string name, string expected, string actual)
    {
        if (!string.Equals(expected, actual, StringComparison.OrdinalIgnoreCase))
            throw new PluginException(
                $"The package of {Manifest.Id} {Manifest.Version} was changed: {name} is not the file that its manifest lists. Get it from its author again.");
    }
}
