using System.Collections;
using System.Reflection;
using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>What the annotations of a resolver of rows say: cardinality, relation to the parent, and the arguments that they add.</summary>
sealed class RowsPlan
{
    readonly UsePagingAttribute? _paging;
    readonly FilterInput? _filter;
    readonly SortInput? _sort;
    readonly IReadOnlyList<SortNode> _defaultSort = [];
    readonly IReadOnlyList<SortNode> _impersonalSort = [];
    readonly List<InputValue> _arguments;
    readonly int _page = -1;
    readonly int _where = -1;
    readonly int _order = -1;

    public RowsPlan(SchemaDraft draft, Type? clr, ResolverMethod method)
    {
        RowsRules.Check(draft, clr, method);
        Row = method.Result.Item!.Type;
        draft.Outputs.AddRow(Row);
        _paging = method.Method.Annotation<UsePagingAttribute>();
        Cardinality = method.Method.Has<UseSingleOrDefaultAttribute>() ? Cardinality.One : _paging is null ? Cardinality.List : Cardinality.Page;
        MaxRows = FieldFacts.ListSize(method.Method);
        if (clr is not null && Relations.Keys(draft, clr, method, Row) is { } keys)
            (ParentKey, ChildKey, ReadParentKey) = (keys.Parent, keys.Child, PropertyReader.Get(clr, keys.Parent));

        _arguments = [.. method.Arguments];
        if (_paging is not null) _page = Add(PageDefinition.Arguments(draft));
        if (Cardinality == Cardinality.One) return;
        if (method.Method.Has<UseFilteringAttribute>())
        {
            _filter = draft.Filters.Of(Row, method.Site);
            _where = Add([new("where", _filter.Type) { Description = "Only rows that meet this." }]);
        }
        if (method.Method.Annotation<UseSortingAttribute>() is { } sorting)
        {
            _sort = draft.Sorts.Of(Row, method.Site);
            _defaultSort = DefaultOrder.Of(draft, Row, sorting.Default, method.Site);
            _impersonalSort = [.. _defaultSort.Where(step => !step.Path.Any(property => Personal.IsMarked(property) || draft.Masks.Has(property)))];
            _order = Add([new("order", new ListType(new NonNullType(_sort.Type))) { Description = "The order; the first one counts first." }]);
        }
    }

    public Type Row { get; }
    public Cardinality Cardinality { get; }

    /// <summary>What <c>[ListSize]</c> says.</summary>
    public int? MaxRows { get; }
    public int DefaultPageSize => _paging?.DefaultPageSize ?? 0;

    /// <summary>Null at the root.</summary>
    public PropertyInfo? ParentKey { get; }
    public PropertyInfo? ChildKey { get; }
    public Func<object, object?>? ReadParentKey { get; }

    /// <summary>The method's own, then those of paging, filter and order.</summary>
    public IReadOnlyList<InputValue> Arguments => _arguments;

    public PageArguments ReadPage(FieldArguments arguments) =>
        _page < 0 ? default : PageDefinition.Read(arguments, _page).Checked(_paging!.MaxPageSize);

    public FilterNode? ReadFilter(FieldArguments arguments) =>
        _where < 0 || arguments[_where] is not { } where ? null : QueryLimits.Check(_filter!.Read(where));

    /// <param name="masks">
    /// The default order leaves out what may be masked: rows that stand in the order of what is masked, and cursors that carry it, tell it.
    /// </param>
    public IReadOnlyList<SortNode> ReadSort(FieldArguments arguments, bool masks)
    {
        var usual = masks ? _impersonalSort : _defaultSort;
        if (_order < 0 || arguments[_order] is not IEnumerable order) return usual;
        var sort = order.Cast<object>().SelectMany(_sort!.Read).ToList();
        return sort.Count == 0 ? usual : QueryLimits.Check(sort);
    }

    /// <summary>Where the first one stands.</summary>
    int Add(IReadOnlyList<InputValue> arguments)
    {
        _arguments.AddRange(arguments);
        return _arguments.Count - arguments.Count;
    }
}
