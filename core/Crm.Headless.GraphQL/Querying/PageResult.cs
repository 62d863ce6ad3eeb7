using System.Reflection;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>One page, as the fields of a connection read it.</summary>
sealed class PageResult
{
    /// <summary>More than any answer may have.</summary>
    const int MostEdges = 100_000;

    public required IReadOnlyList<object> Nodes { get; init; }
    public required Func<int, string> CursorAt { get; init; }
    public bool HasNextPage { get; init; }
    public bool HasPreviousPage { get; init; }
    public long? TotalCount { get; init; }

    public IEnumerable<PageEdge> Edges => Nodes.Select((node, index) => new PageEdge(node, () => CursorAt(index)));
    public string? StartCursor => Nodes.Count == 0 ? null : CursorAt(0);
    public string? EndCursor => Nodes.Count == 0 ? null : CursorAt(Nodes.Count - 1);

    public static PageResult Of(QueryPage page) => new()
    {
        Nodes = page.Rows,
        CursorAt = index => page.CursorOf(page.Rows[index]),
        HasNextPage = page.HasNextPage,
        HasPreviousPage = page.HasPreviousPage,
        TotalCount = page.TotalCount,
    };

    /// <summary>Reads a <c>Connection&lt;T&gt;</c> that a resolver made itself.</summary>
    public static Func<object?, object?> Reader(Type row)
    {
        var read = typeof(PageResult).GetMethod(nameof(OfConnection), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(row).CreateDelegate<Func<object, object>>();
        return connection => connection is null ? null : read(connection);
    }

    static object OfConnection<T>(object value) where T : notnull
    {
        var connection = (Connection<T>)value;
        Edge<T>[] edges = [.. connection.Edges.Take(MostEdges)]; // Once and for all: it may be a list of the resolver's own.
        return new PageResult
        {
            Nodes = [.. edges.Select(edge => (object)edge.Node)],
            CursorAt = index => edges[index].Cursor,
            HasNextPage = connection.PageInfo.HasNextPage,
            HasPreviousPage = connection.PageInfo.HasPreviousPage,
            TotalCount = connection.TotalCount,
        };
    }
}

/// <summary>One row of a page; its cursor is made only if it is asked for.</summary>
sealed record PageEdge(object Node, Func<string> Cursor);
