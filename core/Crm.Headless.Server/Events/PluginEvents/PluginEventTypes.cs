using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crm.Headless.Server.Plugins;

namespace Crm.Headless.Server.Events;

/// <summary>The events that the plugins of a generation declare.</summary>
sealed class PluginEventTypes
{
    readonly Dictionary<Type, PluginEventType> _byType = [];
    readonly Dictionary<(string Name, int? Version), PluginEventType> _byName = [];

    public static PluginEventTypes None { get; } = new();

    /// <exception cref="PluginException">One of them can't be kept in the outbox.</exception>
    public static PluginEventTypes Of(IEnumerable<LoadedPlugin> plugins)
    {
        var events = new PluginEventTypes();
        var options = Options();
        foreach (var plugin in plugins)
            foreach (var type in plugin.Types.Where(type => type.IsSubclassOf(typeof(PluginEvent)) && type is { IsAbstract: false, ContainsGenericParameters: false }))
                events.Add(plugin.Id, new(plugin.Id, plugin.Manifest.GraphQLPrefix, type, options));
        return events;
    }

    /// <summary>Null: no plugin declares it.</summary>
    public PluginEventType? Of(Type type) => _byType.GetValueOrDefault(type);

    /// <summary>Null: it was published by a plugin that is gone, or by another version of one.</summary>
    public PluginEventType? Of(OutboxEvent row) => row.Type is { } name ? _byName.GetValueOrDefault((name, row.TypeVersion)) : null;

    /// <summary>The newest version of the event of this topic; null: there is none.</summary>
    public PluginEventType? OfTopic(string topic) => _byType.Values
        .Where(type => string.Equals(type.Topic, topic, StringComparison.OrdinalIgnoreCase)).MaxBy(type => type.Version);

    public IReadOnlyList<int> VersionsOf(string name) => [.. _byType.Values.Where(type => type.Name == name).Select(type => type.Version).Order()];

    public OutboxEvent Write(PluginEvent e) => Of(e.GetType()) is { } type
        ? type.Write(e)
        : throw new InvalidOperationException($"{e.GetType().Name} isn't an event of a plugin that takes part. Declare it in the assembly of the plugin's class.");

    /// <summary>For subscriptions, whose fields know the newest version.</summary>
    /// <returns>Null: nobody can be told of it any more.</returns>
    public CrmEvent? ReadNewest(OutboxEvent row) => Of(row) is { } type && OfTopic(type.Topic) == type ? type.Read(row) : null;

    void Add(string plugin, PluginEventType type)
    {
        if (!_byName.TryAdd((type.Name, type.Version), type))
            throw new PluginException(
                $"Plugin \"{plugin}\" has two events \"{type.Topic}\" of version {type.Version}, {_byName[(type.Name, type.Version)].Type.Name} and {type.Type.Name}. "
                + "Give one of them another version or another name with [PluginEvent].");
        _byType.Add(type.Type, type);
    }

    // Of this generation: what they remember of types goes with it.
    static JsonSerializerOptions Options() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepValues } },
    };

    static void KeepValues(JsonTypeInfo type)
    {
        if (!type.Type.IsSubclassOf(typeof(PluginEvent))) return;
        var values = PluginEventRules.ValuesOf(type.Type).Select(value => JsonNamingPolicy.CamelCase.ConvertName(value.Name)).ToHashSet();
        for (var i = type.Properties.Count - 1; i >= 0; i--)
            if (!values.Contains(type.Properties[i].Name)) type.Properties.RemoveAt(i);
    }
}
