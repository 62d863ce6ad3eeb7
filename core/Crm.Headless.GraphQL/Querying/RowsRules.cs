using Crm.Headless.GraphQL.Building;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>What a resolver of rows must not be.</summary>
static class RowsRules
{
    public static void Check(SchemaDraft draft, Type? clr, ResolverMethod method)
    {
        if (Refusal(clr, method) is { } reason) draft.Problem(method.Site, reason);
    }

    static string? Refusal(Type? clr, ResolverMethod method)
    {
        if (clr is not null && !method.Method.Has<JoinAttribute>())
            return "its rows have no way to their parents. Add [Join(nameof(Parent.Key), nameof(Child.ParentKey))], or make it a [BatchResolver].";
        if (clr is null && method.Method.Has<JoinAttribute>())
            return "a root field has no parent to join. Remove [Join], or move the method into an [ObjectType<T>] class.";
        if (method.Parent is not null)
            return "a resolver of rows is called once for all parents and can't take [Parent]. Remove the parameter: "
                + "[Join] says which rows belong to which parent.";
        if (method.Method.Has<UsePagingAttribute>() && method.Method.Has<UseSingleOrDefaultAttribute>())
            return "[UsePaging] and [UseSingleOrDefault] exclude each other. Remove one of them.";
        return method.Method.Annotation<UsePagingAttribute>() is { } page && (page.DefaultPageSize < 1 || page.MaxPageSize < page.DefaultPageSize)
            ? $"DefaultPageSize is {page.DefaultPageSize} and MaxPageSize {page.MaxPageSize}. "
                + "Make the first positive and the second at least as large."
            : null;
    }
}
