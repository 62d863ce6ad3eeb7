using System.Reflection;
using System.Runtime.Loader;

namespace Crm.Headless.Build;

/// <summary>Loads the built plugin, to look at it. What it refers to is where the compiler found it.</summary>
static class PluginAssembly
{
    public static IReadOnlyList<Type> TypesOf(PluginFacts facts)
    {
        var context = new References(facts.References);
        try
        {
            return context.LoadFromAssemblyPath(Path.GetFullPath(facts.Assembly)).GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            var causes = string.Join("; ", error.LoaderExceptions.Select(cause => cause!.Message).Distinct());
            throw new BuildException($"The plugin's types can't be read: {causes} Reference what is missing.", error);
        }
        catch (Exception error) when (error is BadImageFormatException or IOException)
        {
            throw new BuildException($"{facts.Assembly} can't be loaded: {error.Message} Clean the project and build it again.", error);
        }
    }

    sealed class References(IEnumerable<string> paths) : AssemblyLoadContext("plugin")
    {
        readonly ILookup<string, string> _paths = paths.ToLookup(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);

        // The framework's own come from the framework that runs this: what the compiler saw of it has no code.
        protected override Assembly? Load(AssemblyName name)
        {
            if (InFramework.Contains(name.Name!)) return null;
            return _paths[name.Name!].FirstOrDefault(File.Exists) is { } path ? LoadFromAssemblyPath(Path.GetFullPath(path)) : null;
        }

        static readonly HashSet<string> InFramework =
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => Path.GetFileNameWithoutExtension(path)),
        ];
    }
}
