using System.Reflection;
using System.Text;
using Crm.Headless.GraphQL.Querying;

namespace Crm.Headless.GraphQL.Tests.Building;

/// <summary>Runs reads over lists, and remembers them.</summary>
sealed class MemoryRunner(params IEnumerable<object> rows) : IQueryRunner
{
    readonly object[] _rows = [.. rows];

    public List<QueryRequest> Requests { get; } = [];

    public IQueryable<T> Set<T>() where T : class => _rows.OfType<T>().AsQueryable();

    public Task<IReadOnlyList<QueryPage>> RunAsync(QueryRequest request, CancellationToken ct)
    {
        Requests.Add(request);
        var all = request.Source.Cast<object>().AsEnumerable().Where(row => Holds(request.Filter, row)).ToList();
        foreach (var step in request.Sort.Reverse())
            all = [.. step.Descending ? all.OrderByDescending(row => Sorted(step, row)) : all.OrderBy(row => Sorted(step, row))];
        IReadOnlyList<QueryPage> pages = request.Parents is null
            ? [Page(request, all)]
            : [.. request.Parents.Keys.Select(key => Page(request, all.Where(row => key.Equals(request.Parents.ChildKey.GetValue(row)))))];
        return Task.FromResult(pages);
    }

    static QueryPage Page(QueryRequest request, IEnumerable<object> rows)
    {
        var all = rows.ToList();
        var after = request.Page.After is { } cursor ? int.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(cursor))) + 1 : 0;
        var size = request.Cardinality switch
        {
            Cardinality.Page => request.Page.First ?? request.DefaultPageSize,
            Cardinality.One => 1,
            _ => request.MaxRows,
        };
        return new QueryPage
        {
            Rows = request.WantsRows ? [.. all.Skip(after).Take(size)] : [],
            HasNextPage = all.Count > after + size,
            HasPreviousPage = after > 0,
            TotalCount = request.WantsTotalCount ? all.Count : null,
            CursorOf = row => Convert.ToBase64String(Encoding.UTF8.GetBytes(all.IndexOf(row).ToString())),
        };
    }

    bool Holds(FilterNode? filter, object row) => filter switch
    {
        null => true,
        AndNode and => and.Conditions.All(condition => Holds(condition, row)),
        OrNode or => or.Conditions.Any(condition => Holds(condition, row)),
        CompareNode compare => Compare(compare, Value(compare.Path, row)),
        RelatedNode related => Related(related, Children(related.Relation, row)),
        _ => throw new ArgumentException(filter.ToString()),
    };

    bool Related(RelatedNode node, List<object> children) => node.Quantifier switch
    {
        Quantifier.One when node.Condition is null => children.Count == 0,
        Quantifier.One or Quantifier.Some => children.Any(child => Holds(node.Condition, child)),
        Quantifier.All => children.All(child => Holds(node.Condition, child)),
        Quantifier.None => !children.Any(child => Holds(node.Condition, child)),
        Quantifier.Any => children.Count > 0,
        _ => children.Count == 0,
    };

    List<object> Children(Relation relation, object row)
    {
        var key = relation.ParentKey.GetValue(row);
        return [.. relation.Source(new Services(this)).Cast<object>().AsEnumerable().Where(child => key is not null && key.Equals(relation.ChildKey.GetValue(child)))];
    }

    object? Sorted(SortNode step, object row)
    {
        foreach (var relation in step.Through)
            if (Children(relation, row).FirstOrDefault() is { } child) row = child;
            else return null;
        return Value(step.Path, row);
    }

    static object? Value(IReadOnlyList<PropertyInfo> path, object row) =>
        path.Aggregate((object?)row, (value, property) => value is null ? null : property.GetValue(value));

    static bool Compare(CompareNode node, object? value) => node.Operator switch
    {
        FilterOperator.Eq => Equals(value, node.Value),
        FilterOperator.Neq => !Equals(value, node.Value),
        FilterOperator.In => ((IEnumerable<object>)Listed(node)).Contains(value),
        FilterOperator.Nin => !((IEnumerable<object>)Listed(node)).Contains(value),
        FilterOperator.Gte => value is IComparable comparable && comparable.CompareTo(node.Value) >= 0,
        FilterOperator.Lt => value is IComparable comparable && comparable.CompareTo(node.Value) < 0,
        FilterOperator.Contains => value is string text && text.Contains((string)node.Value!, StringComparison.OrdinalIgnoreCase),
        FilterOperator.StartsWith => value is string text && text.StartsWith((string)node.Value!, StringComparison.OrdinalIgnoreCase),
        _ => throw new ArgumentException(node.Operator.ToString()),
    };

    static List<object> Listed(CompareNode node) => [.. ((System.Collections.IEnumerable)node.Value!).Cast<object>()];
}

/// <summary>The services of a request.</summary>
sealed class Services(params object[] services) : IServiceProvider
{
    public object? GetService(Type serviceType) => Array.Find(services, serviceType.IsInstanceOfType);
}
