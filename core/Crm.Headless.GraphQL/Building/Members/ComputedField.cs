using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.GraphQL.Building;

/// <summary>A field that is computed from one parent: synchronous, without services. Whatever fetches is a batch.</summary>
static class ComputedField
{
    public static FieldShape Shape(SchemaDraft draft, Type clr, ResolverMethod method)
    {
        if (Refusal(method) is { } reason) draft.Problem(method.Site, reason);
        if (method.Parent is { } parent && !parent.Shape.Type.IsAssignableFrom(clr))
            draft.Problem(method.Site, $"[Parent] {parent.Info.Name} is no {clr.Name}. Make it {clr.Name}, or IReadOnlyList<{clr.Name}> in a [BatchResolver].");
        var (type, show) = FieldShape.Result(draft, method.Result with { IsAsync = false }, clr, method);
        var isOwn = !method.Method.IsStatic && method.Method.DeclaringType!.IsAssignableFrom(clr);
        return new(type, method.Arguments, new ComputedResolver((parent, arguments) =>
        {
            var call = new ResolverCall(parent, arguments, null, null, default);
            return show(isOwn ? method.InvokeOn(parent, call) : method.Invoke(call));
        }));
    }

    static string? Refusal(ResolverMethod method)
    {
        const string remedy = "it would run once for every parent. Make it a [BatchResolver] that takes all parents, "
            + "[Parent] IReadOnlyList<T> or their keys, [Parent(\"Id\")] IReadOnlyList<Guid>.";
        if (method.Result.IsAsync) return $"a resolver with one parent must not be asynchronous: {remedy}";
        if (method.Parameters.FirstOrDefault(parameter => parameter.NeedsScope) is { } service)
            return $"a resolver with one parent must not take {service.Info.ParameterType.Name} {service.Info.Name}: {remedy}";
        return method.Parent?.Shape.Item is not null ? "it takes all parents at once but isn't marked [BatchResolver]. Add the attribute." : null;
    }
}
