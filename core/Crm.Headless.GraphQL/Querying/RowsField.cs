using System.Reflection;
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
    readonly ResolverMethod _method;
    readonly RowsPlan _plan;

    RowsField(ResolverMethod method, RowsPlan plan) => (_method, _plan) = (method, plan);

    public static FieldShape Shape(SchemaDraft draft, FieldsType parent, Type? clr, ResolverMethod method, string name)
    {
        var plan = RowsPlan.Of(draft, clr, method);
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
            ListSize = plan.Cardinality switch
            {
                Cardinality.Page => plan.Paging!.DefaultPageSize,
                Cardinality.List => 100,
                _ => null,
            },
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
            Filter = _plan.ReadFilter(context.Arguments),
            Sort = _plan.ReadSort(context.Arguments),
            Page = page,
            DefaultPageSize = _plan.Paging?.DefaultPageSize ?? 0,
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

/// <summary>What the annotations of a resolver of rows say.</summary>
sealed record RowsPlan(Type Row, Cardinality Cardinality, UsePagingAttribute? Paging)
{
    FilterInput? _filter;
    SortInput? _sort;
    IReadOnlyList<SortNode> _defaultSort = [];
    int _page = -1;
    int _where = -1;
    int _order = -1;

    public PropertyInfo? ParentKey { get; private init; }
    public PropertyInfo? ChildKey { get; private init; }
    public Func<object, object?>? ReadParentKey { get; private init; }

    /// <summary>The method's own, then those of paging, filter and order.</summary>
    public IReadOnlyList<InputValue> Arguments { get; private set; } = [];

    public static RowsPlan Of(SchemaDraft draft, Type? clr, ResolverMethod method)
    {
        var row = method.Result.Item!.Type;
        var paging = method.Method.Annotation<UsePagingAttribute>();
        var isOne = method.Method.Has<UseSingleOrDefaultAttribute>();
        RowsRules.Check(draft, clr, method);
        var join = clr is null ? null : Relations.Keys(draft, clr, method, row);
        var plan = new RowsPlan(row, isOne ? Cardinality.One : paging is null ? Cardinality.List : Cardinality.Page, paging)
        {
            ParentKey = join?.Parent,
            ChildKey = join?.Child,
            ReadParentKey = join is null ? null : PropertyReader.Get(clr!, join.Value.Parent),
        };
        plan.AddArguments(draft, method);
        return plan;
    }

    void AddArguments(SchemaDraft draft, ResolverMethod method)
    {
        var arguments = method.Arguments.ToList();
        if (Paging is not null)
        {
            _page = arguments.Count;
            arguments.AddRange(PageDefinition.Arguments(draft));
        }
        if (Cardinality != Cardinality.One && method.Method.Has<UseFilteringAttribute>())
        {
            _filter = draft.Filters.Of(Row, method.Site);
            _where = arguments.Count;
            arguments.Add(new("where", _filter.Type) { Description = "Only rows that meet this." });
        }
        if (Cardinality != Cardinality.One && method.Method.Annotation<UseSortingAttribute>() is { } sorting)
        {
            _sort = draft.Sorts.Of(Row, method.Site);
            _defaultSort = DefaultOrder.Of(draft, Row, sorting.Default, method.Site);
            _order = arguments.Count;
            arguments.Add(new("order", new ListType(new NonNullType(_sort.Type))) { Description = "The order; the first one counts first." });
        }
        Arguments = arguments;
    }

    public PageArguments ReadPage(FieldArguments arguments) =>
        _page < 0 ? default : PageDefinition.Read(arguments, _page).Checked(Paging!.MaxPageSize);

    public FilterNode? ReadFilter(FieldArguments arguments) => _where < 0 || arguments[_where] is not { } where ? null : _filter!.Read(where);

    public IReadOnlyList<SortNode> ReadSort(FieldArguments arguments)
    {
        if (_order < 0 || arguments[_order] is not System.Collections.IEnumerable order) return _defaultSort;
        var sort = order.Cast<object>().SelectMany(_sort!.Read).ToList();
        return sort.Count == 0 ? _defaultSort : sort;
    }
}
