using System.Runtime.Loader;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Server.Plugins;

/// <summary>A plugin whose code is in memory. Lives and goes with its generation.</summary>
sealed class LoadedPlugin(PluginFolder folder, PluginLoadContext context, IReadOnlyList<Type> types, CrmPlugin instance)
{
    public PluginFolder Folder => folder;
    public PluginManifest Manifest => folder.Manifest;
    public string Id => folder.Manifest.Id;
    public Owner Owner { get; } = new(folder.Manifest.Id, folder.Manifest.Version.ToString());

    /// <summary>The scopes that its own calls of the API may use.</summary>
    public IReadOnlyList<string> Grants => folder.Grants;
    public AssemblyLoadContext Context => context;
    public CrmPlugin Instance => instance;

    /// <summary>The types of the entry assembly.</summary>
    public IReadOnlyList<Type> Types => types;

    /// <summary>The compiler's file of <c>///</c> texts, which need not exist.</summary>
    public string DocumentationPath => Path.ChangeExtension(Path.Combine(folder.Path, folder.Manifest.Entry), ".xml");

    /// <summary>Begins it: the context is gone when nothing refers to its types any more.</summary>
    public void Unload()
    {
        try
        {
            context.Unload();
        }
        catch (Exception)
        {
            context.Unload(); // Code of its own that listens for this threw. It isn't asked again.
        }
    }
}
