using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>A field that is computed from one parent: synchronous, without services. Whatever fetches is a batch.</summary>
static class ComputedField
{
    public static FieldShape Shape(SchemaDraft draft, FieldsType type, Type clr, ResolverMethod method)
    {
        var isOwn = !method.Method.IsStatic && method.Method.DeclaringType!.IsAssignableFrom(clr);
        if (Refusal(method, isOwn) is { } reason) draft.Problem(method.Site, reason);
        if (method.Parent is { } parent && !parent.Shape.Type.IsAssignableFrom(clr))
            draft.Problem(method.Site,
                $"[Parent] {parent.Info.Name} is no {clr.Name}. Make it {clr.Name}, or IReadOnlyList<{clr.Name}> in a [BatchResolver].");
        var (result, show) = FieldShape.Result(draft, method.Result with { IsAsync = false }, type, method);
        return new(result, method.Arguments, new ComputedResolver((parent, arguments) =>
        {
            var call = new ResolverCall(parent, arguments, null, null, default);
            return show(isOwn ? method.InvokeOn(parent, call) : method.Invoke(call));
        }))
        {
            Reads = isOwn || method.Parent is not null ? null : [],
        };
    }

    static string? Refusal(ResolverMethod method, bool isOwn)
    {
        const string remedy = "it would run once for every parent. Make it a [BatchResolver] that takes all parents, "
            + "[Parent] IReadOnlyList<T> or their keys, [Parent(\"Id\")] IReadOnlyList<Guid>.";
        if (method.Result.IsAsync) return $"a resolver with one parent must not be asynchronous: {remedy}";
        if (method.Parameters.FirstOrDefault(parameter => parameter.NeedsScope) is { } service)
            return $"a resolver with one parent must not take {service.Info.ParameterType.Name} {service.Info.Name}: {remedy}";
        if (!method.Method.IsStatic && !isOwn) return "a resolver with one parent must be static. Make it static, or a [BatchResolver].";
        return method.Parent?.Shape.Item is not null ? "it takes all parents at once but isn't marked [BatchResolver]. Add the attribute." : null;
    }
}
