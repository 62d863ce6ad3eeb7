using System.Reflection;
using Crm.Headless.Server.Plugins;

namespace Crm.Headless.Server.Events;

/// <summary>
/// What an event of a plugin may be. It stays in the log, where nobody looks after it: so it holds no text, which could tell of people, and
/// never much.
/// </summary>
static class PluginEventRules
{
    const int MaxValues = 32;

    static readonly Type[] Plain =
    [
        typeof(bool), typeof(byte), typeof(short), typeof(int), typeof(long), typeof(decimal), typeof(Guid), typeof(DateTimeOffset), typeof(DateOnly),
        typeof(TimeSpan),
    ];

    static readonly HashSet<string> CoreTopics = new(
        typeof(CrmEvent).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(CrmEvent))).Select(type => type.Name), StringComparer.OrdinalIgnoreCase);

    public static bool IsCoreTopic(string topic) => CoreTopics.Contains(topic);

    /// <exception cref="PluginException">It is something else.</exception>
    public static void Check(string plugin, string prefix, PluginEventType e)
    {
        if (!e.Topic.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) || IsCoreTopic(e.Topic))
            throw Refuse(plugin, e, $"is called \"{e.Topic}\", which has to begin with the plugin's prefix \"{prefix}\". Rename the record, or name it with [PluginEvent(Name = ...)].");
        if (e.Version < 1) throw Refuse(plugin, e, $"has the version {e.Version}. Versions begin with 1.");
        var values = ValuesOf(e.Type).ToList();
        if (values.Find(value => !IsPlain(value.PropertyType)) is { } other)
            throw Refuse(plugin, e,
                $"holds {other.Name}, which is {Describe(other.PropertyType)}. Events hold ids, numbers, enums, DateTimeOffset, DateOnly, TimeSpan and bool: "
                + "keep what else there is to say in a row, and put its id there.");
        if (values.Count > MaxValues) throw Refuse(plugin, e, $"holds {values.Count} values. Up to {MaxValues} are allowed: keep them in a row, and put its id there.");
        foreach (var value in values.Where(value => value.Name is "ContactId" or "AccountId"))
            if (Bare(value.PropertyType) != typeof(Guid))
                throw Refuse(plugin, e, $"holds {value.Name}, which is {Describe(value.PropertyType)}. It says whom the event is about: make it a Guid.");
    }

    public static IEnumerable<PropertyInfo> ValuesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(value => value.CanWrite && value.DeclaringType != typeof(CrmEvent));

    static bool IsPlain(Type type) => Bare(type) is var bare && (bare.IsEnum || Plain.Contains(bare));

    static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    static string Describe(Type type) => type == typeof(string) ? "a text" : $"of the type {type.Name}";

    static PluginException Refuse(string plugin, PluginEventType e, string problem) => new($"Plugin \"{plugin}\" has an event {e.Type.Name} that {problem}");
}
