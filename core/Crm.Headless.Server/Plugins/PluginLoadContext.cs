using System.Reflection;
using System.Runtime.Loader;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Server.Plugins;

/// <summary>
/// Where a plugin's assemblies live. What every host has comes from the host, by name; the public types of required plugins come from
/// their contexts; everything else is the plugin's own. Files are read into memory, so that they can be replaced while loaded.
/// </summary>
sealed class PluginLoadContext(PluginFolder folder, IReadOnlyList<LoadedPlugin> required)
    : AssemblyLoadContext($"plugin:{folder.Manifest.Id}", isCollectible: true)
{
    static readonly string[] HostPrefixes =
    [
        "Crm.Headless.Sdk", "Crm.Headless.GraphQL.Abstractions",
        "Microsoft.EntityFrameworkCore", "Microsoft.Extensions.", "Microsoft.AspNetCore.", "System.",
    ];

    /// <summary>The plugin whose code a type is; null: the host's.</summary>
    public static Owner? OwnerOf(Type type) =>
        type.IsCollectible && GetLoadContext(type.Assembly) is PluginLoadContext context ? context.Owner : null;

    Owner Owner { get; } = new(folder.Manifest.Id, folder.Manifest.Version.ToString());

    public Assembly LoadEntry() => LoadOwn(folder.Manifest.Entry) ?? throw new PluginException(
        $"Plugin \"{folder.Manifest.Id}\" lacks its assembly {folder.Manifest.Entry} in {folder.Path}. "
        + "Build it again and copy its whole folder.");

    protected override Assembly? Load(AssemblyName name)
    {
        if (IsHosts(name.Name!) && FindInHost(name.Name!) is { } hosts) return CheckVersion(name, hosts);
        return required.Select(plugin => plugin.Instance.GetType().Assembly).FirstOrDefault(entry => entry.GetName().Name == name.Name)
            ?? LoadOwn(OwnFile(name));
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        NativeLibraries.Find(folder.Path, unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    static bool IsHosts(string name) =>
        HostPrefixes.Any(prefix => prefix.EndsWith('.') ? name.StartsWith(prefix) : name == prefix || name.StartsWith(prefix + "."));

    static Assembly? FindInHost(string name)
    {
        try
        {
            return Default.LoadFromAssemblyName(new AssemblyName(name));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    Assembly CheckVersion(AssemblyName wanted, Assembly hosts)
    {
        var have = hosts.GetName().Version!;
        if (wanted.Version is { } want && want > have)
            throw new PluginException(
                $"Plugin \"{folder.Manifest.Id}\" was built against {wanted.Name} {want.ToString(3)}, "
                + $"but this host provides {have.ToString(3)}. Upgrade the host, or install a release of the plugin for this host.");
        return hosts;
    }

    static string OwnFile(AssemblyName name) =>
        string.IsNullOrEmpty(name.CultureName) ? name.Name + ".dll" : Path.Combine(name.CultureName, name.Name + ".dll");

    Assembly? LoadOwn(string file)
    {
        var path = Path.Combine(folder.Path, file);
        if (!File.Exists(path)) return null;
        using var assembly = new MemoryStream(File.ReadAllBytes(path));
        var symbolsPath = Path.ChangeExtension(path, ".pdb");
        if (!File.Exists(symbolsPath)) return LoadFromStream(assembly);
        using var symbols = new MemoryStream(File.ReadAllBytes(symbolsPath));
        return LoadFromStream(assembly, symbols);
    }
}
