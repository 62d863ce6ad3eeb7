using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Plugins.Packages;

namespace Crm.Headless.Plugins.Tests.Packages;

/// <summary>A package that is put together by hand, so that it can be put together wrongly.</summary>
sealed class TestPackage
{
    readonly List<(string Name, byte[] Content, int Attributes)> _files = [("Hello.dll", "not loaded"u8.ToArray(), 0)];

    byte[]? _signature;

    public JsonObject Manifest { get; } = new()
    {
        ["id"] = "acme.hello",
        ["version"] = "1.2.0",
        ["sdk"] = new JsonObject { ["version"] = "0.1.0", ["range"] = "^0.1.0" },
        ["graphqlPrefix"] = "Hello",
        ["tablePrefix"] = "hello_",
        ["entry"] = "Hello.dll",
        ["files"] = new JsonObject(),
    };

    /// <summary>As it comes from a build, with what is changed.</summary>
    public static byte[] With(Action<TestPackage> change)
    {
        var package = new TestPackage();
        change(package);
        return package.ToBytes();
    }

    public static PluginException Refused(Action<TestPackage> change, PackageLimits? limits = null) => Refused(With(change), limits);

    public static PluginException Refused(byte[] bytes, PackageLimits? limits = null) =>
        Assert.Throws<PluginException>(() => PluginPackage.Read(bytes, limits));

    public void Add(string name, string content = "", int attributes = 0) => Add(name, Encoding.UTF8.GetBytes(content), attributes);

    public void Add(string name, byte[] content, int attributes = 0) => _files.Add((name, content, attributes));

    /// <summary>Adds what looks like a signature; reading doesn't ask whose it is.</summary>
    public void Sign() => _signature = """{"algorithm":"ES256","key":"00ff","signature":"AAAA"}"""u8.ToArray();

    public void Remove(string name) => _files.RemoveAll(file => file.Name == name);

    /// <param name="list">Whether the manifest gets the hashes of the files.</param>
    public byte[] ToBytes(bool list = true)
    {
        if (list && Manifest["files"] is JsonObject hashes)
            foreach (var (name, content, _) in _files)
                hashes[name] ??= Convert.ToHexStringLower(SHA256.HashData(content));
        return Zip([("plugin.json", Encoding.UTF8.GetBytes(Manifest.ToJsonString()), 0), .. _files, .. _signature is null ? [] : new[] { ("plugin.sig", _signature, 0) }]);
    }

    public static byte[] Zip(IEnumerable<(string Name, byte[] Content, int Attributes)> files)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content, attributes) in files)
            {
                var entry = zip.CreateEntry(name);
                entry.ExternalAttributes = attributes;
                using var to = entry.Open();
                to.Write(content);
            }
        return bytes.ToArray();
    }
}
