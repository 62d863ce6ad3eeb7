namespace Crm.Headless.Plugins.Tests.Loading;

/// <summary>A plugin that is compiled once for all tests of a class, in a folder of its own.</summary>
public abstract class CompiledPlugin : IDisposable
{
    protected CompiledPlugin(string id, string source) => Folder.Compile(id, source);

    internal PluginsFolder Folder { get; } = new();

    public void Dispose() => Folder.Dispose();
}
