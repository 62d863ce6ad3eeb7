using System.IO.Compression;

namespace Crm.Headless.Build;

/// <summary>
/// The <c>.crmplugin</c>: a zip of the plugin's folder. The same files give the same bytes: sorted, without the times and rights that
/// the disk has.
/// </summary>
static class Package
{
    public const string ManifestName = "plugin.json";

    static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Without a signature it gets no signature file.</summary>
    public static void Write(string folder, string path, byte[]? signature = null)
    {
        if (!File.Exists(Path.Combine(folder, ManifestName)))
            throw new BuildException($"{folder} has no {ManifestName}. Build the plugin first.");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var partial = path + ".partial";
        using (var zip = new ZipArchive(File.Create(partial), ZipArchiveMode.Create))
        {
            foreach (var name in NamesIn(folder)) Add(zip, name, File.ReadAllBytes(Path.Combine(folder, name)));
            if (signature is not null) Add(zip, Signature.FileName, signature);
        }
        File.Move(partial, path, overwrite: true);
    }

    // The manifest is first, for those who read only that.
    static IEnumerable<string> NamesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .OrderBy(name => name != ManifestName).ThenBy(name => name, StringComparer.Ordinal);

    static void Add(ZipArchive zip, string name, byte[] content)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Epoch;
        entry.ExternalAttributes = Convert.ToInt32("100644", 8) << 16;
        using var to = entry.Open();
        to.Write(content);
    }
}
