using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Crm.Headless.Server.Plugins.Packages;

/// <summary>Goes through the zip of a package under its limits. Nothing that it says of itself is believed.</summary>
sealed class PackageReader : IDisposable
{
    readonly ZipArchive _zip;
    readonly long _limit;
    long _unpacked;

    public PackageReader(ReadOnlyMemory<byte> bytes, PackageLimits limits)
    {
        if (bytes.IsEmpty) throw Refuse("there is none: nothing was sent", "Send the bytes of the .crmplugin file, such as with curl --data-binary @FILE.");
        if (bytes.Length > limits.Bytes) throw Refuse($"it has {bytes.Length:N0} bytes, and {limits.Bytes:N0} are allowed", "Make it smaller.");
        _limit = limits.UnpackedFrom(bytes.Length);
        _zip = Guard(() => new ZipArchive(StreamOf(bytes), ZipArchiveMode.Read));
        try
        {
            Entries = Guard(() => CheckNames(limits));
        }
        catch
        {
            _zip.Dispose();
            throw;
        }
    }

    public IReadOnlyDictionary<string, ZipArchiveEntry> Entries { get; }

    public static PluginException Refuse(string cause, string remedy, Exception? inner = null) =>
        new($"The package can't be used: {cause}. {remedy}", inner);

    /// <summary>Its content, for the one file that is needed in memory.</summary>
    public byte[] Read(ZipArchiveEntry entry, int most)
    {
        using var content = new MemoryStream();
        Unpack(entry, content, most);
        return content.ToArray();
    }

    /// <returns>The SHA-256 of what was unpacked, in hexadecimal digits.</returns>
    public string Unpack(ZipArchiveEntry entry, Stream to, long most = long.MaxValue) => Guard(() =>
    {
        using var from = entry.Open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81_920];
        for (long size = 0; from.Read(buffer) is > 0 and var count;)
        {
            if ((size += count) > most) throw Refuse($"{entry.FullName} has more than {most:N0} bytes", "Make it smaller.");
            if ((_unpacked += count) > _limit)
                throw Refuse($"unpacked it has more than {_limit:N0} bytes, {entry.FullName} included", "Make it smaller, or get it from its author again.");
            hash.AppendData(buffer, 0, count);
            to.Write(buffer, 0, count);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    });

    public void Dispose() => _zip.Dispose();

    Dictionary<string, ZipArchiveEntry> CheckNames(PackageLimits limits)
    {
        if (_zip.Entries.Count > limits.Entries)
            throw Refuse($"it has {_zip.Entries.Count:N0} files, and {limits.Entries:N0} are allowed", "Leave some out.");
        var taken = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in _zip.Entries) CheckName(entry, taken);
        return _zip.Entries.ToDictionary(entry => entry.FullName);
    }

    // A file also takes the names of the folders that it lies in: "a" and "a/b" can't both be unpacked.
    static void CheckName(ZipArchiveEntry entry, Dictionary<string, string> taken)
    {
        var name = entry.FullName;
        if (PackagePath.Fault(name) is { } fault) throw Refuse($"the name of its file \"{name}\" {fault}", "Pack it with the SDK's build.");
        if (!IsFile(entry)) throw Refuse($"\"{name}\" is a link or something else that is no file", "Pack it with the SDK's build.");
        if (!taken.TryAdd(name, name))
            throw Refuse($"\"{name}\" and \"{taken[name]}\" have the same name on some systems", "Rename one of them.");
        for (var slash = name.LastIndexOf('/'); slash > 0; slash = name.LastIndexOf('/', slash - 1))
            if (!taken.TryAdd(name[..slash], name[..slash] + "/") && taken[name[..slash]] != name[..slash] + "/")
                throw Refuse($"\"{name}\" and \"{taken[name[..slash]]}\" have the same name on some systems", "Rename one of them.");
    }

    static MemoryStream StreamOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array)
            ? new(array.Array!, array.Offset, array.Count, writable: false)
            : new(bytes.ToArray(), writable: false);

    // The upper half is the mode of Unix; S_IFMT of it is the kind, nothing said or a regular file.
    static bool IsFile(ZipArchiveEntry entry) =>
        ((entry.ExternalAttributes >> 16) & 0xF000) is 0 or 0x8000 && (entry.ExternalAttributes & 0x410) == 0;

    // Whatever the zip and inflate code finds wrong with bytes that somebody sent.
    static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException or ArgumentException
            or OverflowException or UnauthorizedAccessException)
        {
            throw Refuse($"its zip is damaged ({error.Message.TrimEnd('.')})", "Get it again, from its author or its build.", error);
        }
    }
}
