using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.Server.Events;

/// <summary>What can be listened to: events, and what isn't an event but a state that changes.</summary>
sealed class Topics(TopicBroadcaster events, IEnumerable<IStateTopic> states) : ITopicSource
{
    public IAsyncEnumerable<object> Listen(string topic, FieldArguments arguments, RequestScope scope, CancellationToken ct) =>
        states.FirstOrDefault(state => state.Name == topic)?.Listen(arguments, ct) ?? events.Listen(topic, arguments, scope, ct);
}

/// <summary>A state that can be listened to.</summary>
interface IStateTopic
{
    /// <summary>The topic.</summary>
    string Name { get; }

    /// <summary>It outlives generations: of the arguments it keeps the values alone, which no plugin's schema hangs on.</summary>
    IAsyncEnumerable<object> Listen(FieldArguments arguments, CancellationToken ct);
}
