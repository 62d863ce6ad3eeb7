using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>A field of Query or Mutation: has no parent, may be asynchronous and take services.</summary>
static class RootField
{
    public static FieldShape Shape(SchemaDraft draft, FieldsType root, ResolverMethod method)
    {
        if (method.Parent is not null)
            draft.Problem(method.Site, "a root field has no [Parent]. Remove the parameter, or move the method into an [ObjectType<T>] class.");
        var (type, show) = FieldShape.Result(draft, method.Result, root, method);
        return new(type, method.Arguments, new BatchResolver(async context =>
        {
            var result = show(await method.InvokeAsync(ResolverCall.Of(context, null)));
            return [result];
        }));
    }
}
