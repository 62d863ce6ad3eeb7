namespace Crm.Headless;

/// <summary>
/// What happened in a plugin, for its own handlers and subscriptions and for those of plugins that require it. Published with
/// <see cref="ICrmStore.Publish"/>. Its properties <c>ContactId</c> and <c>AccountId</c>, where it has them, say whom it is about: they give the
/// order in which it is handled, and who hears of it.
/// </summary>
/// <remarks>
/// An event stays in the log as it was published. So it holds ids, numbers, enums, times and truths, and no text: what may be personal stands in
/// rows, which it names. When a person is erased, what the events of that contact say is erased with it, and they no longer come.
/// </remarks>
public abstract record PluginEvent : CrmEvent;

/// <summary>
/// By what an event is known in the log. Without it the name is that of the class, as <c>loyaltyPointsEarned</c> of <c>LoyaltyPointsEarned</c>, and
/// the version 1. Name and version of a record that was ever published stay; a record that is changed so that what is in the log can't be read
/// as it any more gets the next version.
/// </summary>
/// <remarks>A property that is added with a default doesn't need a new version. A record of an earlier version may stay beside that of the next.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PluginEventAttribute : Attribute
{
    /// <summary>Begins with the plugin's prefix; null: the name of the class. It is also the topic that subscriptions name.</summary>
    public string? Name { get; init; }

    /// <summary>From 1 on.</summary>
    public int Version { get; init; } = 1;
}
