using System.Text.Json;

namespace Crm.Headless.Server.Security.DataKeys;

/// <summary>The file of the data folder that holds the keys, for nobody's eyes but the server's.</summary>
internal sealed class DataKeyFile(string path)
{
    const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    static readonly JsonSerializerOptions s_format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string Path => path;

    /// <summary>Tells one state of the file from another; null when there is none.</summary>
    public DateTime? WrittenAt => File.Exists(path) ? File.GetLastWriteTimeUtc(path) : null;

    /// <summary>Null when there is none.</summary>
    /// <exception cref="StartupException">Others can read it, or it can't be understood.</exception>
    public DataKeyRing? Read()
    {
        if (!File.Exists(path)) return null;
        RefuseOthers();
        try
        {
            var content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), s_format);
            return DataKeyRing.Of([.. (content?.Keys ?? []).Select(key => DataKey.Read(key.Id, key.Key, path))], path);
        }
        catch (JsonException e)
        {
            throw new StartupException($"The file of the data keys {path} can't be read: it is no JSON of the expected form. Put the file back from a backup.", e);
        }
    }

    /// <summary>Writes the keys, complete or not at all. False when the file is there and wasn't to be replaced.</summary>
    public bool Write(IReadOnlyList<DataKey> keys, bool replace)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var part = $"{path}.{Guid.NewGuid():n}.part";
        try
        {
            WritePrivate(part, JsonSerializer.SerializeToUtf8Bytes(new Content([.. keys.Select(key => new Entry(key.Id, key.ToBase64()))]), s_format));
            File.Move(part, path, replace);
            return true;
        }
        catch (IOException) when (!replace && File.Exists(path))
        {
            return false; // Another process was faster.
        }
        finally
        {
            File.Delete(part);
        }
    }

    public void Delete() => File.Delete(path);

    static void WritePrivate(string file, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Private;
        using var stream = new FileStream(file, options);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    void RefuseOthers()
    {
        if (OperatingSystem.IsWindows()) return;
        var others = File.GetUnixFileMode(path) & ~(Private | UnixFileMode.UserExecute);
        if (others != UnixFileMode.None)
            throw new StartupException($"The file of the data keys {path} is open to others ({others}). Close it (chmod 600), and consider the keys as known: \"crm key rotate-data\".");
    }

    sealed record Content(IReadOnlyList<Entry> Keys);

    sealed record Entry(string Id, string Key);
}
