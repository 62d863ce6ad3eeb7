using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Querying;

namespace Crm.Headless.Server.Data;

/// <summary>The part of a list that is asked for: how many rows, from which end, between which positions.</summary>
sealed class Window(QueryRequest request, CursorCode cursors)
{
    readonly PageArguments _page = request.Cardinality == Cardinality.Page ? request.Page : default;

    int Limit => request.Cardinality == Cardinality.Page ? _page.First ?? _page.Last ?? request.DefaultPageSize : request.MaxRows;

    /// <summary>From the end.</summary>
    public bool Backward => _page.First is null && _page.Last is not null;

    /// <summary>One more than asked for tells whether there is more.</summary>
    public int Enough => Limit + 1;

    /// <summary>How many a statement asks for.</summary>
    public int Take => PageSizes.RoundUp(Enough);

    /// <summary>What the rows come behind.</summary>
    public IEnumerable<Bound> Bounds()
    {
        if (_page.After is not null)
            yield return new(cursors.Decode(_page.After, "after"), Backward: false);
        if (_page.Before is not null)
            yield return new(cursors.Decode(_page.Before, "before"), Backward: true);
    }

    /// <param name="found">In the order in which they were read.</param>
    public QueryPage Page<T>(IReadOnlyList<KeyedRow<T>> found) where T : class
    {
        var rows = found.Take(Limit).ToList();
        var more = found.Count > rows.Count;
        if (Backward)
            rows.Reverse();
        var cut = _page is { First: not null, Last: { } last } ? Math.Max(0, rows.Count - last) : 0;
        rows.RemoveRange(0, cut);
        var positions = new Lazy<Dictionary<object, KeyedRow<T>>>(
            () => rows.ToDictionary(row => (object)row.Row, ReferenceEqualityComparer.Instance));
        return new QueryPage
        {
            Rows = [.. rows.Select(row => row.Row)],
            HasNextPage = Backward ? _page.Before is not null : more,
            HasPreviousPage = Backward ? more : cut > 0 || _page.After is not null,
            CursorOf = row => cursors.Encode(positions.Value[row].Position, positions.Value[row].Parent),
        };
    }
}

/// <summary>A position that rows come behind, seen in the direction in which it is looked at.</summary>
/// <param name="Position">The values of the steps.</param>
/// <param name="Backward">From the end.</param>
readonly record struct Bound(IReadOnlyList<object?> Position, bool Backward);
