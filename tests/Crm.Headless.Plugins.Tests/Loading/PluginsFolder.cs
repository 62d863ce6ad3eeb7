using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Crm.Headless.Plugins.Tests.Loading;

/// <summary>A plugins folder that is thrown away with the test, and a compiler for the plugins that lie in it.</summary>
public sealed class PluginsFolder : IDisposable
{
    const string Usings = """
        using System; using System.Collections.Generic; using System.Linq; using System.Threading; using System.Threading.Tasks;
        using Crm.Headless; using Crm.Headless.GraphQL; using Microsoft.EntityFrameworkCore; using Microsoft.EntityFrameworkCore.Migrations;
        using Microsoft.Extensions.DependencyInjection;
        """;

    public static string RepositoryRoot { get; } = FindRoot();

    static readonly IReadOnlyList<MetadataReference> HostAssemblies =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && name != "crm.dll" && !name.Contains("Tests"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public string Root { get; } = Directory.CreateTempSubdirectory("crm-test-plugins-").FullName;

    /// <summary>The folder that the build of the repository's plugin made, <c>crm.loyalty</c> for instance.</summary>
    public static string BuiltPlugin(string id) => Path.Combine(RepositoryRoot, "artifacts", "plugins", id);

    /// <summary>What the build of samples/HelloPlugin made, ready to be dropped.</summary>
    public static string BuiltHello { get; } =
        Directory.GetDirectories(Path.Combine(RepositoryRoot, "samples", "HelloPlugin", "bin"), "acme.hello", SearchOption.AllDirectories)
            .MaxBy(Directory.GetLastWriteTimeUtc)!;

    public void Drop(string builtFolder)
    {
        var target = Directory.CreateDirectory(Path.Combine(Root, Path.GetFileName(builtFolder))).FullName;
        foreach (var file in Directory.GetFiles(builtFolder)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)), true);
    }

    /// <summary>What <c>crm plugin pack</c> makes of a plugin that lies here. The manifest gets the hashes that a build writes.</summary>
    public byte[] Pack(string id)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(FolderOf(id), "plugin.json")))!.AsObject();
        manifest["files"] = new JsonObject(
            from path in Directory.GetFiles(FolderOf(id), "*", SearchOption.AllDirectories)
            let name = Path.GetRelativePath(FolderOf(id), path).Replace('\\', '/')
            where name != "plugin.json"
            select KeyValuePair.Create(name, (JsonNode?)Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))));
        File.WriteAllText(Path.Combine(FolderOf(id), "plugin.json"), manifest.ToJsonString());
        var package = Path.Combine(Root, $".{id}.crmplugin");
        Build.Package.Write(FolderOf(id), package);
        return File.ReadAllBytes(package);
    }

    public void Remove(string id) => Directory.Delete(Path.Combine(Root, id), true);

    /// <summary>Compiles a plugin and puts it there with a manifest, which can be bent afterwards.</summary>
    public void Compile(string id, string source, Action<JsonObject>? bend = null, params IEnumerable<MetadataReference> references)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, id)).FullName;
        var name = id.Replace('.', '_');
        EmitAssembly(Path.Combine(folder, name + ".dll"), Usings + source, new(1, 0, 0), [.. references, .. HostAssemblies]);
        WriteManifest(folder, id, name + ".dll", bend);
    }

    /// <summary>Compiles a library and returns the reference to it.</summary>
    public static MetadataReference Library(string path, string source, Version version) =>
        EmitAssembly(path, Usings + source, version, HostAssemblies);

    /// <summary>Compiles a library that stands for a later one of the host's.</summary>
    public static MetadataReference LaterHostAssembly(string path, string source, Version version) =>
        EmitAssembly(path, source, version, HostAssemblies.Where(reference => Path.GetFileName(reference.Display) != Path.GetFileName(path)));

    public string FolderOf(string id) => Path.Combine(Root, id);

    public void Dispose() => Directory.Delete(Root, true);

    static MetadataReference EmitAssembly(string path, string source, Version version, IEnumerable<MetadataReference> references)
    {
        var text = $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]";
        var distinct = references.GroupBy(reference => Path.GetFileName(reference.Display)).Select(same => same.First());
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path),
            [CSharpSyntaxTree.ParseText(source), CSharpSyntaxTree.ParseText(text)],
            distinct,
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var result = compilation.Emit(path);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error)));
        return MetadataReference.CreateFromFile(path);
    }

    static void WriteManifest(string folder, string id, string entry, Action<JsonObject>? bend)
    {
        var prefix = id.Split('.')[^1];
        var manifest = new JsonObject
        {
            ["id"] = id,
            ["version"] = "1.0.0",
            ["sdk"] = new JsonObject { ["version"] = "0.1.0", ["range"] = "^0.1.0" },
            ["graphqlPrefix"] = char.ToUpperInvariant(prefix[0]) + prefix[1..],
            ["tablePrefix"] = prefix + "_",
            ["requires"] = new JsonArray(),
            ["entry"] = entry,
        };
        bend?.Invoke(manifest);
        File.WriteAllText(Path.Combine(folder, "plugin.json"), manifest.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Crm.Headless.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
