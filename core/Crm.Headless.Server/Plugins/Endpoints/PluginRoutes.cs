using System.Reflection;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Plugins.Containment;

namespace Crm.Headless.Server.Plugins.Endpoints;

/// <summary>The HTTP endpoints of a generation's plugins.</summary>
sealed class PluginRoutes
{
    const int MostBodyBytes = 16 * 1024 * 1024;

    readonly Dictionary<string, IReadOnlyList<PluginRoute>> _plugins = [];

    /// <param name="plugins">The plugins.</param>
    /// <param name="limit">For the code of each.</param>
    /// <exception cref="PluginException">One of them doesn't say who may call it, or can't be one.</exception>
    public PluginRoutes(IReadOnlyList<LoadedPlugin> plugins, TimeSpan limit)
    {
        foreach (var plugin in plugins)
        {
            var endpoints = new PluginEndpoints();
            StartingCode.Run(plugin.Id, "its MapEndpoints", limit, () => plugin.Instance.MapEndpoints(endpoints));
            _plugins[plugin.Id] = [.. endpoints.All.Select(mapped => Route(plugin, mapped))];
        }
    }

    public IEnumerable<string> Scopes => _plugins.Values.SelectMany(routes => routes).Select(route => route.Scope).OfType<string>();

    /// <summary>Null: the plugin takes no part.</summary>
    public IReadOnlyList<PluginRoute>? Of(string plugin) => _plugins.GetValueOrDefault(plugin);

    static PluginRoute Route(LoadedPlugin plugin, PluginEndpoints.Mapped mapped)
    {
        var name = $"{mapped.Method} /plugins/{plugin.Id}/{mapped.Pattern}";
        var pattern = RoutePattern.TryParse(mapped.Pattern) ?? throw Refuse(plugin, name,
            "has a pattern that can't be read. Write segments as orders/{id} without a slash before them, and {*rest} for all that follows");
        if (mapped.Method.Length == 0 || !mapped.Method.All(char.IsAsciiLetterUpper))
            throw Refuse(plugin, name, "has a method that is none. Write it as POST");
        if (mapped.MaxBodyBytes is < 0 or > MostBodyBytes) throw Refuse(plugin, name, $"takes a body of a size that isn't allowed. Allow 0 to {MostBodyBytes} bytes");
        return WithPolicy(plugin, mapped.Handler.Method, new(plugin, name, pattern, mapped));
    }

    static PluginRoute WithPolicy(LoadedPlugin plugin, MethodInfo handler, PluginRoute route)
    {
        var scope = handler.GetCustomAttribute<AuthorizeAttribute>()?.Scope;
        bool[] policies = [scope is not null, handler.IsDefined(typeof(AllowAnonymousAttribute)), handler.IsDefined(typeof(AllowUnauthenticatedAttribute))];
        if (policies.Count(isSo => isSo) != 1)
            throw Refuse(plugin, route.Name, "doesn't say who may call it, or says it twice. Put one of [Authorize(\"...\")], [AllowAnonymous] "
                + "for everybody who is authenticated, or [AllowUnauthenticated] on the handler's method");
        return route with { Scope = scope, IsOpen = policies[2], AllowsMembers = handler.GetCustomAttribute<AllowMembersAttribute>()?.IsAllowed == true };
    }

    static PluginException Refuse(LoadedPlugin plugin, string name, string cause) => new($"Plugin \"{plugin.Id}\" has an endpoint {name} that {cause}.");
}

/// <summary>An endpoint of a plugin.</summary>
sealed record PluginRoute(LoadedPlugin Plugin, string Name, RoutePattern Pattern, PluginEndpoints.Mapped Mapped)
{
    /// <summary>What it needs; null: nothing in particular.</summary>
    public string? Scope { get; init; }

    /// <summary>Nobody has to be authenticated.</summary>
    public bool IsOpen { get; init; }
    public bool AllowsMembers { get; init; }
}
