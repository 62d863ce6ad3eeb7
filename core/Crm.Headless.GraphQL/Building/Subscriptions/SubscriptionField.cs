using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.GraphQL.Building;

/// <summary>A field of Subscription: listens to a topic; its method is called once for each event.</summary>
static class SubscriptionField
{
    public static FieldShape Shape(SchemaDraft draft, FieldsType root, ResolverMethod method, string name)
    {
        if (Refusal(method) is { } reason) draft.Problem(method.Site, reason);
        var topic = method.Method.Annotation<TopicAttribute>()?.Name ?? name;
        var (type, show) = FieldShape.Result(draft, method.Result, root, method);
        var onEvent = new BatchResolver(async context =>
        {
            var result = show(await method.InvokeAsync(ResolverCall.Of(context, context.Parents[0])));
            return [result];
        });
        var message = method.Method.GetParameters().FirstOrDefault(parameter => parameter.IsDefined(typeof(EventMessageAttribute), false))?.ParameterType;
        return new(type, method.Arguments, new SubscriptionResolver((arguments, scope, ct) => Listen(topic, arguments, scope, ct), onEvent, new(topic, message)));
    }

    static ValueTask<IAsyncEnumerable<object>> Listen(string topic, FieldArguments arguments, RequestScope scope, CancellationToken ct) =>
        new(scope.Services.GetRequiredService<ITopicSource>().Listen(topic, arguments, scope, ct));

    static string? Refusal(ResolverMethod method)
    {
        if (!method.Method.Has<SubscribeAttribute>())
            return "a subscription field says what it listens to. Add [Subscribe], and [Topic(\"...\")] unless the field's name is the topic.";
        if (method.Result.IsQueryable) return "an event is answered with an object, not with an IQueryable. Return what happened.";
        return method.Parent is null ? null : "a subscription field has no [Parent]. Take the event with [EventMessage].";
    }
}
