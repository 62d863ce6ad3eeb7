using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless;

/// <summary>
/// What a plugin is: one assembly with one such class and a project file that says its id, prefixes and requirements. GraphQL types
/// (<c>[QueryType]</c>, <c>[ObjectType&lt;T&gt;]</c> ...), migrations and <see cref="IEventHandler{TEvent}">event handlers</see> are found in
/// the assembly.
/// </summary>
public abstract class CrmPlugin
{
    /// <summary>Adds the plugin's entities. Their tables begin with the plugin's table prefix; core's entities stay as they are.</summary>
    public virtual void ConfigureModel(ModelBuilder model) { }

    /// <summary>Adds the plugin's own services, to the host's that the SDK names.</summary>
    public virtual void ConfigureServices(IServiceCollection services) { }

    /// <summary>Adds the plugin's HTTP endpoints, under <c>/plugins/&lt;id&gt;/</c>.</summary>
    public virtual void MapEndpoints(PluginEndpoints endpoints) { }
}
