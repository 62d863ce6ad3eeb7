using System.Text.Json;
using Crm.Headless.GraphQL.Execution.Running;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>How a field's values are found. Made when the schema is built; the executor calls it, the data layer never sees it.</summary>
public abstract class FieldResolver;

/// <summary>An auto-property or record member of the parent: read while the answer is written, without a task or an object per value.</summary>
/// <param name="get">Reads the member.</param>
/// <param name="write">Writes the member's value without boxing it; null: what <paramref name="get"/> returns is written by the field's type.</param>
public sealed class MemberResolver(Func<object, object?> get, Action<object, Utf8JsonWriter>? write = null) : FieldResolver
{
    public Func<object, object?> Get { get; } = get;
    public Action<object, Utf8JsonWriter>? Write { get; } = write;
}

/// <summary>Computed from one parent and the arguments, synchronously and without services.</summary>
public sealed class ComputedResolver(Func<object, FieldArguments, object?> compute) : FieldResolver
{
    public Func<object, FieldArguments, object?> Compute { get; } = compute;
}

/// <summary>
/// Called once for all parents of a selection. Returns one result per parent, in their order; a result that is an
/// <see cref="Exception"/> is an error of that parent's field alone, a thrown one is an error for every parent.
/// </summary>
public sealed class BatchResolver(Func<BatchContext, ValueTask<IReadOnlyList<object?>>> resolve) : FieldResolver
{
    public Func<BatchContext, ValueTask<IReadOnlyList<object?>>> Resolve { get; } = resolve;
}

/// <summary>A field of <c>Subscription</c>: listens to a topic, then is resolved like any other field, once per event.</summary>
/// <param name="subscribe">The events; each is the only parent of <paramref name="onEvent"/>.</param>
/// <param name="source">What it listens to; null: it isn't a topic.</param>
public sealed class SubscriptionResolver(
    Func<FieldArguments, RequestScope, CancellationToken, ValueTask<IAsyncEnumerable<object>>> subscribe, FieldResolver onEvent, TopicSource? source = null)
    : FieldResolver
{
    public TopicSource? Source { get; } = source;
    public Func<FieldArguments, RequestScope, CancellationToken, ValueTask<IAsyncEnumerable<object>>> Subscribe { get; } = subscribe;
    public FieldResolver OnEvent { get; } = onEvent;
}

/// <summary>What a field of <c>Subscription</c> listens to.</summary>
/// <param name="Topic">The name of the events.</param>
/// <param name="Message">What it takes them for; null: it doesn't look at them.</param>
public sealed record TopicSource(string Topic, Type? Message);

/// <summary>One call of a batch resolver.</summary>
/// <param name="Parents">Never empty, never null inside. A root field has one: the root value, which may be any object.</param>
/// <param name="Schema">The one that the operation was planned for: what isn't in it doesn't exist for who asks.</param>
public sealed record BatchContext(
    IReadOnlyList<object> Parents, FieldArguments Arguments, FieldSelection Selection, RequestScope Scope, GraphQLSchema Schema,
    CancellationToken Cancellation)
{
    /// <summary>For code of plugins that works for a field of core.</summary>
    internal PluginCalls? Plugins { get; init; }
}
