namespace Crm.Headless.GraphQL;

/// <summary>A field of <c>Subscription</c>: called once for each event of its topic, returns what the client gets.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SubscribeAttribute : Attribute;

/// <summary>The name of the events that a subscription field listens to; the field's name when it isn't said.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TopicAttribute(string name) : Attribute
{
    /// <summary>As it was published.</summary>
    public string Name { get; } = name;
}

/// <summary>The parameter is the event.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EventMessageAttribute : Attribute;
