using System.Reflection;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>
/// One read of rows, as nodes that the data layer turns into SQL: the source, the filter, the order, the page, the columns.
/// Its structure, without the values, identifies its shape.
/// </summary>
public sealed record QueryRequest
{
    /// <summary>What the resolver returned.</summary>
    public required IQueryable Source { get; init; }
    public required Cardinality Cardinality { get; init; }

    /// <summary>The field, such as <c>Contact.interactions</c>: with its arguments it tells which list a cursor belongs to.</summary>
    public string Field { get; init; } = "";

    /// <summary>The resolver's own arguments, without those of paging, filter and order.</summary>
    public IReadOnlyList<object?> Arguments { get; init; } = [];
    public FilterNode? Filter { get; init; }
    public IReadOnlyList<SortNode> Sort { get; init; } = [];

    /// <summary>With <see cref="Cardinality.Page"/>.</summary>
    public PageArguments Page { get; init; }
    public int DefaultPageSize { get; init; } = 10;

    /// <summary>The most rows per parent of a list that isn't paged.</summary>
    public int MaxRows { get; init; } = 1000;

    /// <summary>Null at the root: one result. Otherwise one result per key, in their order; equal keys may repeat.</summary>
    public ParentKeys? Parents { get; init; }
    public bool WantsRows { get; init; } = true;
    public bool WantsTotalCount { get; init; }

    /// <summary>The properties that the selection reads; null: the whole row, because a resolver asks for it.</summary>
    public IReadOnlySet<PropertyInfo>? Columns { get; init; }
}

public enum Cardinality { One, List, Page }

/// <summary>The children of many parents at once: those whose <paramref name="ChildKey"/> is one of the keys.</summary>
/// <param name="Keys">Distinct or not, never null inside.</param>
public sealed record ParentKeys(PropertyInfo ChildKey, IReadOnlyList<object> Keys);

/// <summary>The rows of the root, or of one parent.</summary>
public sealed record QueryPage
{
    public static QueryPage Empty { get; } = new() { Rows = [] };
    public required IReadOnlyList<object> Rows { get; init; }
    public bool HasNextPage { get; init; }
    public bool HasPreviousPage { get; init; }

    /// <summary>Set when <see cref="QueryRequest.WantsTotalCount"/>.</summary>
    public long? TotalCount { get; init; }

    /// <summary>The cursor of a row of this page; made only if asked.</summary>
    public Func<object, string> CursorOf { get; init; } = _ => "";
}

/// <summary>The data layer's side: runs a read. Found among the request's services.</summary>
public interface IQueryRunner
{
    /// <summary>One page at the root, otherwise one per parent key.</summary>
    /// <exception cref="GraphQLException">A cursor doesn't fit (<c>CURSOR_INVALID</c>), a value can't be compared.</exception>
    Task<IReadOnlyList<QueryPage>> RunAsync(QueryRequest request, CancellationToken ct);

    /// <summary>All rows of a type, for a resolver's parameter of type <c>IQueryable&lt;T&gt;</c>.</summary>
    IQueryable<T> Set<T>() where T : class;
}
