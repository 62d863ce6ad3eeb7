using System.Reflection;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>A field that is resolved for all parents in one call, see <see cref="BatchResolverAttribute"/>.</summary>
static class BatchField
{
    public static FieldShape Shape(SchemaDraft draft, FieldsType type, Type clr, ResolverMethod method)
    {
        if (method.Parent is not { Shape.Item: { } item } parameter) return Refused(draft, method, clr);
        var key = KeyOf(draft, clr, method, parameter);
        var parents = BatchParents.Create(clr, item, key);
        var results = BatchResults.Of(draft, clr, method, key, item);
        var (result, show) = FieldShape.Result(draft, results.Shape, type, method);
        return new(result, method.Arguments, new BatchResolver(context => Resolve(context, method, parents, results, show)))
        {
            Reads = key is null ? null : [key],
        };
    }

    static async ValueTask<IReadOnlyList<object?>> Resolve(
        BatchContext context, ResolverMethod method, BatchParents parents, BatchResults results, Func<object?, object?> show)
    {
        var keys = parents.KeysOf(context.Parents);
        var given = parents.List(keys, isDistinct: results.IsKeyed);
        var result = given.Count == 0 ? null : await method.InvokeAsync(ResolverCall.Of(context, given));
        return [.. results.Spread(result, keys, parents.TakesNull).Select(value => value is Exception ? value : show(value))];
    }

    static PropertyInfo? KeyOf(SchemaDraft draft, Type clr, ResolverMethod method, ResolverParameter parameter)
    {
        if (parameter.Info.GetCustomAttribute<ParentAttribute>()?.Key is not { } name) return null;
        if (clr.GetProperty(name) is { } property) return property;
        draft.Problem(method.Site, $"[Parent(\"{name}\")] names no property of {clr.Name}. Name one of its public properties.");
        return null;
    }

    static FieldShape Refused(SchemaDraft draft, ResolverMethod method, Type clr)
    {
        draft.Problem(method.Site, $"a [BatchResolver] takes all parents: give it a parameter [Parent] IReadOnlyList<{clr.Name}>, "
            + "or [Parent(\"Id\")] IReadOnlyList<Guid> for their keys.");
        return new(draft.Scalars["String"], [], null);
    }
}
