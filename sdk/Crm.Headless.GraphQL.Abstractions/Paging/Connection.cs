namespace Crm.Headless.GraphQL;

/// <summary>One page of a list.</summary>
public class Connection<T>(IReadOnlyList<Edge<T>> edges, PageInfo pageInfo, long? totalCount = null)
{
    /// <summary>The rows with their cursors.</summary>
    public IReadOnlyList<Edge<T>> Edges { get; } = edges;

    /// <summary>Whether there is more.</summary>
    public PageInfo PageInfo { get; } = pageInfo;

    /// <summary>Rows of the whole list, whatever the page; null when it wasn't asked for.</summary>
    public long? TotalCount { get; } = totalCount;
}

/// <summary>One row of a page.</summary>
/// <param name="Node">The row.</param>
/// <param name="Cursor">Its place in the list, for <c>after</c> and <c>before</c>.</param>
public sealed record Edge<T>(T Node, string Cursor);

/// <summary>Whether there is more around a page.</summary>
/// <param name="HasNextPage">Rows follow.</param>
/// <param name="HasPreviousPage">Rows precede.</param>
/// <param name="StartCursor">Of the first row; null when the page is empty.</param>
/// <param name="EndCursor">Of the last row; null when the page is empty.</param>
public sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);
