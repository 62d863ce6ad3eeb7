using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Testing.Conformance;

namespace Crm.Headless.Plugins.Tests.Access;

/// <summary>The host with all plugins of the repository, and two people to look at.</summary>
sealed class AccessPlace : IAsyncDisposable
{
    readonly PluginsFolder _plugins;

    AccessPlace(PluginsFolder plugins, AccessWorld world) => (_plugins, World) = (plugins, world);

    public AccessWorld World { get; }

    public SchemaWalk Walk() => new(World.Schema, World.Ids, AccessWorld.Private);

    public static async Task<AccessPlace> StartAsync(DatabaseKind database)
    {
        var plugins = new PluginsFolder();
        plugins.Drop(PluginsFolder.BuiltPlugin("crm.loyalty"));
        plugins.Drop(PluginsFolder.BuiltHello);
        var host = await CrmTestHost.StartAsync(new CrmTestOptions { Database = database, PluginsFolder = plugins.Root, Settings = AccessWorld.Settings });
        return new(plugins, await AccessWorld.FillAsync(host));
    }

    public async ValueTask DisposeAsync()
    {
        await World.Host.DisposeAsync();
        _plugins.Dispose();
    }
}
