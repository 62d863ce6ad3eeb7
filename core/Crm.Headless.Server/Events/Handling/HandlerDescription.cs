using System.Reflection;
using Crm.Headless.Server.Plugins;

namespace Crm.Headless.Server.Events;

/// <summary>A plugin's class that handles events, of one or several types.</summary>
sealed class HandlerDescription
{
    static readonly Type[] KnownEvents =
        [.. typeof(CrmEvent).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(CrmEvent)) && !type.IsAbstract)];

    static readonly MethodInfo Calling = typeof(HandlerDescription).GetMethod(nameof(CallAsync), BindingFlags.Static | BindingFlags.NonPublic)!;

    readonly ObjectFactory _factory;
    readonly Dictionary<Type, EventCall> _calls;
    readonly PluginEventTypes _plugins;
    readonly HashSet<string> _pluginEvents;

    HandlerDescription(string plugin, Type type, IReadOnlyList<Type> events, PluginEventTypes plugins)
    {
        Plugin = plugin;
        Name = $"{plugin}/{type.FullName}";
        _calls = events.ToDictionary(e => e, e => Calling.MakeGenericMethod(e).CreateDelegate<EventCall>());
        _plugins = plugins;
        _pluginEvents = [.. events.Select(plugins.Of).OfType<PluginEventType>().Select(e => e.Name)];
        _factory = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
    }

    public string Plugin { get; }

    /// <summary>Stays the same over versions of the plugin and restarts of the host: its checkpoint is found by it.</summary>
    public string Name { get; }

    /// <summary>Those among the types that handle events.</summary>
    /// <param name="plugin">The plugin's id.</param>
    /// <param name="types">The plugin's.</param>
    /// <param name="plugins">The events that plugins declare.</param>
    /// <exception cref="PluginException">One of them handles what isn't an event that comes.</exception>
    public static IEnumerable<HandlerDescription> Find(string plugin, IEnumerable<Type> types, PluginEventTypes plugins) =>
        from type in types
        where type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
        let events = KnownEvents.Where(e => type.IsAssignableTo(typeof(IEventHandler<>).MakeGenericType(e))).Concat(OfPlugins(plugin, type, plugins)).ToList()
        where events.Count > 0
        select new HandlerDescription(plugin, type, events, plugins);

    /// <summary>Also of versions that nobody declares any more: what a handler is to get and can't be read isn't passed by silently.</summary>
    public bool Handles(OutboxEvent row) => row.Type is not { } name
        ? _calls.ContainsKey(EventHydrator.TypeOf(row))
        : _plugins.Of(row) is { } declared ? _calls.ContainsKey(declared.Type) : _pluginEvents.Contains(name);

    /// <summary>A plugin's event; null: whom it was about was erased.</summary>
    /// <exception cref="UnreadableEventException">It was published by a version of the plugin that this one doesn't understand.</exception>
    public CrmEvent? Read(OutboxEvent row) => row.Payload is null ? null
        : _plugins.Of(row) is { } declared ? declared.Read(row) : throw UnreadableEventException.Unknown(row, _plugins.VersionsOf(row.Type!));

    public async Task HandleAsync(CrmEvent e, IServiceProvider services, CancellationToken ct)
    {
        var handler = _factory(services, null);
        try
        {
            await _calls[e.GetType()](handler, e, ct);
        }
        finally
        {
            if (handler is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else (handler as IDisposable)?.Dispose();
        }
    }

    static IEnumerable<Type> OfPlugins(string plugin, Type type, PluginEventTypes plugins)
    {
        foreach (var handled in type.GetInterfaces().Where(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEventHandler<>)))
        {
            var e = handled.GetGenericArguments()[0];
            if (e.IsAssignableTo(typeof(PluginEvent)))
                yield return plugins.Of(e) is not null ? e : throw new PluginException(
                    $"Plugin \"{plugin}\" has a handler {type.Name} of {e.Name}, which is no event that comes. Handle a record that is declared in the assembly "
                    + "of the plugin's class, or of a plugin that it requires.");
        }
    }

    static Task CallAsync<T>(object handler, CrmEvent e, CancellationToken ct) where T : CrmEvent => ((IEventHandler<T>)handler).HandleAsync((T)e, ct);

    delegate Task EventCall(object handler, CrmEvent e, CancellationToken ct);
}
