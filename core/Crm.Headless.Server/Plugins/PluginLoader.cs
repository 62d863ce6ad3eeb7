using System.Reflection;
using Crm.Headless.Server.Plugins.Containment;

namespace Crm.Headless.Server.Plugins;

/// <summary>Brings a plugin's code into memory, or says why that can't be done.</summary>
static class PluginLoader
{
    public static SemanticVersion HostSdk { get; } = SemanticVersion.Of(typeof(CrmPlugin).Assembly.GetName().Version!);

    /// <param name="folder">What to load.</param>
    /// <param name="present">The plugins before it in the order; those that it requires, directly or not, are visible to it.</param>
    /// <param name="limit">For its constructor.</param>
    /// <exception cref="PluginException">It can't be loaded; nothing of it stays.</exception>
    public static LoadedPlugin Load(PluginFolder folder, IReadOnlyList<LoadedPlugin> present, TimeSpan limit)
    {
        CheckSdk(folder.Manifest);
        var context = new PluginLoadContext(folder, [.. RequiredBy(folder.Manifest, present)]);
        try
        {
            var assembly = context.LoadEntry();
            LoadReferences(assembly, context, folder.Manifest.Id);
            var types = assembly.GetTypes();
            var instance = StartingCode.Run(folder.Manifest.Id, "its constructor", limit, () => Create(types, folder.Manifest));
            return new(folder, context, types, instance);
        }
        catch (Exception error)
        {
            context.Unload();
            throw Explain(folder.Manifest.Id, error);
        }
    }

    static void CheckSdk(PluginManifest manifest)
    {
        if (manifest.SdkVersion.CompareTo(HostSdk) > 0)
            throw new PluginException(
                $"Plugin \"{manifest.Id}\" was built against SDK {manifest.SdkVersion}, but this host provides {HostSdk}. "
                + "Upgrade the host, or install a release of the plugin for this host.");
        if (!manifest.SdkRange.Contains(HostSdk))
            throw new PluginException(
                $"Plugin \"{manifest.Id}\" runs on SDK {manifest.SdkRange}, but this host provides {HostSdk}. "
                + "Install a newer release of the plugin.");
    }

    static IEnumerable<LoadedPlugin> RequiredBy(PluginManifest manifest, IReadOnlyList<LoadedPlugin> present) =>
        from need in manifest.Requires
        let plugin = present.Single(plugin => plugin.Id == need.Id)
        from one in RequiredBy(plugin.Manifest, present).Prepend(plugin)
        select one;

    // All at once, so that a gap is one clear error now and not a strange one in the middle of a request.
    static void LoadReferences(Assembly assembly, PluginLoadContext context, string id)
    {
        foreach (var reference in assembly.GetReferencedAssemblies())
        {
            try
            {
                context.LoadFromAssemblyName(reference);
            }
            catch (FileNotFoundException error)
            {
                throw new PluginException(
                    $"Plugin \"{id}\" lacks {reference.Name} {reference.Version?.ToString(3)}, which it was built against. "
                    + "Copy its whole folder, private libraries included.", error);
            }
        }
    }

    static CrmPlugin Create(Type[] types, PluginManifest manifest) =>
        types.Where(type => type.IsSubclassOf(typeof(CrmPlugin)) && !type.IsAbstract).ToList() switch
        {
            [var type] when type.GetConstructor(Type.EmptyTypes) is not null => (CrmPlugin)Activator.CreateInstance(type)!,
            [var type] => throw new PluginException(
                $"Plugin \"{manifest.Id}\" can't be made: {type.Name} needs a public constructor without parameters."),
            [] => throw new PluginException(
                $"Plugin \"{manifest.Id}\" has no class that derives from CrmPlugin in {manifest.Entry}. Add one."),
            var many => throw new PluginException(
                $"Plugin \"{manifest.Id}\" has several classes that derive from CrmPlugin: "
                + $"{string.Join(", ", many.Select(type => type.Name))}. Keep one."),
        };

    static PluginException Explain(string id, Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is PluginException known) return known;
            if (cause is ReflectionTypeLoadException types)
                return new($"Plugin \"{id}\" doesn't fit this host: {MessagesOf(types)} Build it against this host's SDK.", error);
            if (cause is BadImageFormatException)
                return new($"Plugin \"{id}\" has a damaged assembly: {cause.Message} Copy its folder again.", error);
        }
        var crash = error is TargetInvocationException { InnerException: { } inner } ? inner : error;
        return new(
            $"Plugin \"{id}\" crashed when it was loaded: {crash.GetType().Name}: {crash.Message} Ask its author, or remove it.", error);
    }

    static string MessagesOf(ReflectionTypeLoadException error) =>
        string.Join("; ", error.LoaderExceptions.Select(one => one!.Message).Distinct());
}
