using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Querying;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>A field of Query or Mutation: has no parent, may be asynchronous and take services.</summary>
static class RootField
{
    public static FieldShape Shape(SchemaDraft draft, FieldsType root, ResolverMethod method, string name)
    {
        if (method.Parent is not null)
            draft.Problem(method.Site, "a root field has no [Parent]. Remove the parameter, or move the method into an [ObjectType<T>] class.");
        var (type, show) = TypeShape.IsGeneric(method.Result.Type, typeof(Connection<>))
            ? Connection(draft, root, method, name)
            : FieldShape.Result(draft, method.Result, null, method);
        return new(type, method.Arguments, new BatchResolver(async context =>
        {
            var result = show(await method.InvokeAsync(ResolverCall.Of(context, null)));
            return [result];
        }));
    }

    /// <summary>A page that the resolver makes itself.</summary>
    static (GraphQLType Type, Func<object?, object?> Show) Connection(SchemaDraft draft, FieldsType root, ResolverMethod method, string name)
    {
        var row = method.Result.Type.GetGenericArguments()[0];
        var type = draft.Connections.Of(root, name, row, method.Site);
        return (method.Result.IsNullable ? type : new NonNullType(type), PageResult.Reader(row));
    }
}
