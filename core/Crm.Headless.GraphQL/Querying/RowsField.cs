using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>
/// A field whose resolver returns an <c>IQueryable</c>: one row, a list or a page of it, at the root or for all parents at once. The
/// resolver says which rows there are; filter, order, page and columns are added here and the data layer runs it all as one read.
/// </summary>
sealed class RowsField
{
    const int DefaultMaxRows = 1000;

    readonly ResolverMethod _method;
    readonly RowsPlan _plan;

    RowsField(ResolverMethod method, RowsPlan plan) => (_method, _plan) = (method, plan);

    public static FieldShape Shape(SchemaDraft draft, FieldsType parent, Type? clr, ResolverMethod method, string name)
    {
        var plan = new RowsPlan(draft, clr, method);
        var row = draft.Outputs.Named(plan.Row, method.Site);
        GraphQLType type = plan.Cardinality switch
        {
            Cardinality.One => row,
            Cardinality.Page => draft.Connections.Of(parent, name, plan.Row, method.Site),
            _ => method.Site.Owner == parent.Owner ? new NonNullType(new ListType(new NonNullType(row))) : new ListType(new NonNullType(row)),
        };
        var field = new RowsField(method, plan);
        return new(type, plan.Arguments, new BatchResolver(field.Resolve))
        {
            Reads = plan.ParentKey is null ? null : [plan.ParentKey],
            ListSize = plan.Cardinality == Cardinality.Page ? plan.DefaultPageSize : null,
        };
    }

    async ValueTask<IReadOnlyList<object?>> Resolve(BatchContext context)
    {
        var page = _plan.ReadPage(context.Arguments);
        var source = (IQueryable)(await _method.InvokeAsync(ResolverCall.Of(context, null)))!;
        var keys = _plan.ParentKey is null ? null : context.Parents.Select(_plan.ReadParentKey!).ToArray();
        var known = keys?.OfType<object>().ToArray();
        if (known is { Length: 0 }) return [.. keys!.Select(_ => Result(QueryPage.Empty))];

        var runner = context.Scope.Services.GetRequiredService<IQueryRunner>();
        var pages = await runner.RunAsync(Request(context, source, page, known), context.Cancellation);
        if (keys is null) return [Result(pages[0])];
        var next = 0;
        return [.. keys.Select(key => Result(key is null ? QueryPage.Empty : pages[next++]))];
    }

    QueryRequest Request(BatchContext context, IQueryable source, PageArguments page, object[]? keys)
    {
        var isPage = _plan.Cardinality == Cardinality.Page;
        var selection = context.Selection;
        return new QueryRequest
        {
            Source = source,
            Cardinality = _plan.Cardinality,
            Field = _method.Site.Coordinate,
            Arguments = [.. Enumerable.Range(0, _method.Arguments.Count).Select(i => context.Arguments[i])],
            Filter = _plan.ReadFilter(context.Arguments),
            Sort = _plan.ReadSort(context.Arguments, context.Schema.Masks),
            Page = page,
            DefaultPageSize = _plan.DefaultPageSize,
            MaxRows = _plan.MaxRows ?? DefaultMaxRows,
            Parents = keys is null ? null : new ParentKeys(_plan.ChildKey!, keys),
            WantsRows = !isPage || selection.Selects("nodes") || selection.Selects("edges") || selection.Selects("pageInfo"),
            WantsTotalCount = isPage && selection.Selects("totalCount"),
            Columns = isPage ? RowColumns.OfPage(selection) : RowColumns.Of(selection.Children),
        };
    }

    object? Result(QueryPage page) => _plan.Cardinality switch
    {
        Cardinality.One => page.Rows.Count == 0 ? null : page.Rows[0],
        Cardinality.Page => PageResult.Of(page),
        _ => page.Rows,
    };
}
