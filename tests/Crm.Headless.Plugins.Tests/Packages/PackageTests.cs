using System.Text;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server.Plugins.Packages;

namespace Crm.Headless.Plugins.Tests.Packages;

/// <summary>What a host says to a package that somebody gives it, before it runs anything of it.</summary>
public sealed class PackageTests : IDisposable
{
    readonly PluginsFolder _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public void The_package_of_a_built_plugin_tells_what_it_is_and_unpacks_to_the_same_files()
    {
        _plugins.Drop(PluginsFolder.BuiltHello);
        var package = PluginPackage.Read(_plugins.Pack("acme.hello"));
        Assert.Equal(("acme.hello", "1.0.0"), (package.Manifest.Id, package.Manifest.Version.ToString()));
        Assert.Equal(["contacts:read"], package.Manifest.Permissions.Declares);
        var folder = Path.Combine(_plugins.Root, "unpacked", "acme.hello");
        package.ExtractTo(folder);
        package.ExtractTo(folder);
        Assert.Equal(FilesIn(_plugins.FolderOf("acme.hello")), FilesIn(folder));
        Assert.Equal([folder], Directory.GetDirectories(Path.GetDirectoryName(folder)!));
    }

    [Fact]
    public void The_same_files_give_the_same_package()
    {
        _plugins.Drop(PluginsFolder.BuiltHello);
        var first = _plugins.Pack("acme.hello");
        foreach (var file in Directory.GetFiles(_plugins.FolderOf("acme.hello"))) File.SetLastWriteTimeUtc(file, new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        Assert.Equal(first, _plugins.Pack("acme.hello"));
    }

    [Fact]
    public void One_that_is_no_zip_is_refused() =>
        Assert.Contains("its zip is damaged", TestPackage.Refused("PK is not enough"u8.ToArray()).Message);

    [Fact]
    public void One_that_was_cut_off_is_refused_wherever_it_was_cut()
    {
        var whole = TestPackage.With(_ => { });
        for (var length = 0; length < whole.Length; length++) TestPackage.Refused(whole[..length]);
    }

    [Fact]
    public void One_without_a_manifest_is_refused() =>
        Assert.Contains("has no plugin.json at its root", TestPackage.Refused(TestPackage.Zip([("hello/plugin.json", [], 0)])).Message);

    [Fact]
    public void One_with_a_changed_file_is_refused_and_the_file_is_named() =>
        Assert.Contains("of acme.hello 1.2.0 was changed: Hello.dll is not the file", TestPackage.Refused(package =>
            package.Manifest["files"]!["Hello.dll"] = new string('0', 64)).Message);

    [Fact]
    public void One_that_lacks_a_file_is_refused_and_the_file_is_named() =>
        Assert.Contains("lacks Words.dll, which its manifest lists", TestPackage.Refused(package =>
            package.Manifest["files"]!["Words.dll"] = new string('0', 64)).Message);

    [Fact]
    public void One_with_an_added_file_is_refused_and_the_file_is_named()
    {
        var package = new TestPackage();
        package.ToBytes();
        package.Add("Evil.dll", "added");
        Assert.Contains("holds Evil.dll, which its manifest doesn't list", TestPackage.Refused(package.ToBytes(list: false)).Message);
    }

    [Fact]
    public void One_without_its_entry_assembly_is_refused() =>
        Assert.Contains("lacks its entry assembly Hello.dll", TestPackage.Refused(package => package.Remove("Hello.dll")).Message);

    [Theory]
    [InlineData("../evil.dll", "leaves its folder")]
    [InlineData("lib/../../evil.dll", "leaves its folder")]
    [InlineData("/etc/evil.dll", "is not relative")]
    [InlineData("C:/evil.dll", "is not relative")]
    [InlineData("..\\evil.dll", "has a backslash")]
    [InlineData("lib//evil.dll", "has an empty part")]
    [InlineData("lib/", "has an empty part")]
    [InlineData("lib/nul.dll", "is the name of a device")]
    [InlineData("evil.dll ", "begins or ends with a space")]
    [InlineData("evil\u0001.dll", "not every file system")]
    [InlineData("e\u0301vil.dll", "not every file system")]
    public void One_whose_file_has_a_dangerous_name_is_refused(string name, string cause)
    {
        var refused = TestPackage.Refused(package => package.Add(name));
        Assert.Contains($"\"{name}\"", refused.Message);
        Assert.Contains(cause, refused.Message);
    }

    [Theory]
    [InlineData("Words.dll", "Words.dll")]
    [InlineData("Words.dll", "words.DLL")]
    [InlineData("words", "Words/en.txt")]
    [InlineData("words/en.txt", "Words")]
    public void One_with_two_files_of_the_same_name_on_some_system_is_refused(string one, string other)
    {
        var refused = TestPackage.Refused(package => { package.Add(one); package.Add(other); });
        Assert.Contains("have the same name on some systems", refused.Message);
    }

    [Fact]
    public void One_with_a_symbolic_link_is_refused() =>
        Assert.Contains("\"lib.so\" is a link", TestPackage.Refused(package => package.Add("lib.so", "/etc/passwd", Convert.ToInt32("120777", 8) << 16)).Message);

    [Theory]
    [InlineData("Crm.Headless.Sdk.dll")]
    [InlineData("crm.dll")]
    [InlineData("Microsoft.EntityFrameworkCore.Relational.dll")]
    [InlineData("lib/microsoft.extensions.logging.abstractions.DLL")]
    public void One_that_brings_the_hosts_assemblies_along_is_refused(string name) =>
        Assert.Contains($"brings {name} along, which is", TestPackage.Refused(package => package.Add(name)).Message);

    [Fact]
    public void One_that_brings_the_sdk_along_under_another_name_is_refused()
    {
        var sdk = File.ReadAllBytes(typeof(CrmPlugin).Assembly.Location);
        Assert.Contains("brings lib/Words.dll along, which is Crm.Headless.Sdk and which the host provides",
            TestPackage.Refused(package => package.Add("lib/Words.dll", sdk)).Message);
    }

    [Fact]
    public void One_that_unpacks_to_more_than_is_allowed_is_refused_whatever_its_headers_say()
    {
        var honest = TestPackage.With(package => package.Add("zeros.bin", new byte[8 << 20]));
        Assert.True(honest.Length < 20_000);
        Assert.Contains("unpacked it has more than 1,048,576 bytes, zeros.bin included", TestPackage.Refused(honest).Message);
        Assert.Contains("zeros.bin", TestPackage.Refused(SizeIsClaimed([.. honest], 8 << 20, 10)).Message);
        Assert.Contains("unpacked it has more than 2,000,000 bytes", TestPackage.Refused(honest, PackageLimits.Default with { UnpackedBytes = 2_000_000, Ratio = 1_000_000 }).Message);
    }

    [Fact]
    public void One_with_too_many_files_or_bytes_is_refused()
    {
        var package = TestPackage.With(package => package.Add("one.txt"));
        Assert.Contains("it has 3 files, and 2 are allowed", TestPackage.Refused(package, PackageLimits.Default with { Entries = 2 }).Message);
        Assert.Contains("and 100 are allowed", TestPackage.Refused(package, PackageLimits.Default with { Bytes = 100 }).Message);
    }

    [Fact]
    public void One_whose_manifest_is_endless_is_refused() =>
        Assert.Contains("plugin.json has more than 1,048,576 bytes", TestPackage.Refused(
            package => package.Manifest["description"] = new string('x', 3 << 20), PackageLimits.Default with { Ratio = 1_000_000 }).Message);

    [Theory]
    [InlineData("{", "is not a plugin's manifest")]
    [InlineData("null", "it holds null")]
    [InlineData("""{"id": "acme.hello", "id": "acme.evil"}""", "is not a plugin's manifest")]
    [InlineData("""{"sdk": 3}""", "what stands at $.sdk is another kind of value, or null")]
    [InlineData("""{"requires": [null, {"id": "acme.base"}]}""", "missing required properties including: 'version'")]
    public void One_with_an_unreadable_manifest_is_refused(string manifest, string cause)
    {
        var message = TestPackage.Refused(TestPackage.Zip([("plugin.json", Encoding.UTF8.GetBytes(manifest), 0)])).Message;
        Assert.Contains(cause, message);
        Assert.DoesNotContain("Crm.Headless.Server", message);
    }

    [Fact]
    public void Nothing_at_all_is_refused_as_that() => Assert.Contains("nothing was sent", TestPackage.Refused([]).Message);

    static byte[] SizeIsClaimed(byte[] zip, int real, int claimed)
    {
        var (from, to) = (BitConverter.GetBytes(real), BitConverter.GetBytes(claimed));
        for (var at = 0; (at = zip.AsSpan(at).IndexOf(from) is >= 0 and var found ? at + found : -1) >= 0;) to.CopyTo(zip, at);
        return zip;
    }

    static Dictionary<string, string> FilesIn(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(folder, path), path => Convert.ToBase64String(File.ReadAllBytes(path)));
}
