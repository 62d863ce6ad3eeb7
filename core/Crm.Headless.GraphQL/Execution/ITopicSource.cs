namespace Crm.Headless.GraphQL.Execution;

/// <summary>Where subscription fields listen. Found among the request's services.</summary>
public interface ITopicSource
{
    /// <summary>The events of a topic that this subscriber may see, as they are published; ends when <paramref name="ct"/> is cancelled.</summary>
    /// <param name="topic">See <see cref="TopicAttribute"/>.</param>
    /// <param name="arguments">What the client gave: a source may leave out events that don't fit.</param>
    IAsyncEnumerable<object> Listen(string topic, FieldArguments arguments, RequestScope scope, CancellationToken ct);
}
