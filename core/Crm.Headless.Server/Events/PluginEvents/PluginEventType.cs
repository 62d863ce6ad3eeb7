using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crm.Headless.Server.Plugins;

namespace Crm.Headless.Server.Events;

/// <summary>An event that a plugin declares: how it is written into the outbox, and read from there.</summary>
sealed class PluginEventType
{
    readonly Func<object, object?>? _contact, _account;
    readonly Guid _noOnesLane;
    readonly JsonTypeInfo _json;

    /// <param name="plugin">The id of the plugin that declares it.</param>
    /// <param name="prefix">Its prefix in the schema.</param>
    /// <param name="type">The record.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="PluginException">It can't be kept in the outbox.</exception>
    public PluginEventType(string plugin, string prefix, Type type, JsonSerializerOptions options)
    {
        var declared = type.GetCustomAttribute<PluginEventAttribute>();
        Type = type;
        Topic = declared?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(type.Name);
        Name = $"{plugin}/{Topic}";
        Version = declared?.Version ?? 1;
        PluginEventRules.Check(plugin, prefix, this);
        (_contact, _account) = (Getter("ContactId"), Getter("AccountId"));
        _noOnesLane = new(SHA256.HashData(Encoding.UTF8.GetBytes(plugin)).AsSpan(0, 16));
        _json = options.GetTypeInfo(type);
    }

    public Type Type { get; }

    /// <summary>As subscriptions name it.</summary>
    public string Topic { get; }

    /// <summary>As the outbox names it: the plugin's id, a slash, and the topic.</summary>
    public string Name { get; }

    public int Version { get; }

    public OutboxEvent Write(PluginEvent e)
    {
        var (contact, account) = ((Guid?)_contact?.Invoke(e), (Guid?)_account?.Invoke(e));
        return new()
        {
            Kind = RecordKind.Plugin,
            Change = ChangeKind.Created,
            RecordId = contact ?? account ?? _noOnesLane,
            ContactId = contact,
            AccountId = account,
            Type = Name,
            TypeVersion = Version,
            Payload = JsonSerializer.Serialize(e, _json),
        };
    }

    /// <summary>Null: whom it was about was erased, and it with him.</summary>
    /// <exception cref="UnreadableEventException">It was published as something else.</exception>
    public CrmEvent? Read(OutboxEvent row)
    {
        if (row.Payload is null) return null;
        try
        {
            return (CrmEvent)JsonSerializer.Deserialize(row.Payload, _json)! with { Sequence = row.Sequence, At = row.At };
        }
        catch (JsonException cause)
        {
            throw UnreadableEventException.Changed(row, Type, cause);
        }
    }

    Func<object, object?>? Getter(string property) => Type.GetProperty(property) is { } found ? found.GetValue : null;
}

/// <summary>An event in the log doesn't fit the plugin that is to handle it.</summary>
sealed class UnreadableEventException : Exception
{
    UnreadableEventException(string message, Exception? cause = null) : base(message, cause) { }

    public static UnreadableEventException Changed(OutboxEvent row, Type type, Exception cause) => new(
        $"Event {row.Sequence} can't be read as {type.Name}, although it is version {row.TypeVersion} of \"{row.Type}\" as well: the record was changed. "
        + $"Give what was added a default, or write a new record with [PluginEvent(Version = {row.TypeVersion + 1})] and let this one stay as it was.", cause);

    public static UnreadableEventException Unknown(OutboxEvent row, IReadOnlyList<int> known) => new(
        $"Event {row.Sequence} is version {row.TypeVersion} of \"{row.Type}\", of which the plugin has version {string.Join(", ", known)}. "
        + $"Install a version of the plugin that has a record with [PluginEvent(Version = {row.TypeVersion})].");
}
