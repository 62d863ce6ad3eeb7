using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Plugins;

namespace Crm.Headless.Server.Events;

/// <summary>A subscription field that listens to something that is never said would be silent for good.</summary>
static class SubscribedTopics
{
    /// <exception cref="PluginException">A field of a plugin does.</exception>
    public static void Check(GraphQLSchema schema, PluginEventTypes events)
    {
        foreach (var field in schema.Subscription?.Fields.Values ?? [])
            if (field.Owner != Owner.Core && field.Resolver is SubscriptionResolver { Source: { } source }) Check(field, source, events);
    }

    static void Check(Field field, TopicSource source, PluginEventTypes events)
    {
        if (events.OfTopic(source.Topic) is { } heard)
        {
            if (source.Message is { } message && !message.IsAssignableFrom(heard.Type))
                throw Refuse($"takes it for {message.Name}. Take it for {heard.Type.Name}, the newest version of that event.");
        }
        else if (!PluginEventRules.IsCoreTopic(source.Topic))
            throw Refuse("no event is called so. Name one of core's, of the plugin's or of those that it requires with [Topic(\"...\")].");

        PluginException Refuse(string problem) =>
            new($"Plugin \"{field.Owner.Id}\" has a subscription field {field.Name} that listens to \"{source.Topic}\", but {problem}");
    }
}
