using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Querying;
using Crm.Headless.Server.Data.Text;

namespace Crm.Headless.Server.Tests.Data;

/// <summary>What a filter and an order mean, said once more over objects in memory.</summary>
sealed class Oracle(IReadOnlyDictionary<Type, IReadOnlyList<object>> rows)
{
    public List<T> Answer<T>(FilterNode? filter, IReadOnlyList<SortNode> sort, Func<T, Guid> id) => [.. rows[typeof(T)]
        .Where(row => filter is null || Holds(filter, row))
        .Cast<T>()
        .Order(Comparer<T>.Create((a, b) => Compare(a!, b!, sort) is not 0 and var order ? order : Compare(id(a), id(b)) * (sort is [.., { Descending: true }] ? -1 : 1)))];

    bool Holds(FilterNode node, object row) => node switch
    {
        AndNode and => and.Conditions.All(each => Holds(each, row)),
        OrNode or => or.Conditions.Any(each => Holds(each, row)),
        RelatedNode related => Holds(related, [.. Children(related.Relation, row)]),
        CompareNode compare => Holds(compare, Value(compare.Path, row), compare.Path),
        _ => throw new ArgumentException("no condition", nameof(node)),
    };

    bool Holds(RelatedNode node, IReadOnlyList<object> children) => node.Quantifier switch
    {
        Quantifier.One when node.Condition is null => children.Count == 0,
        Quantifier.One or Quantifier.Some => children.Any(child => Holds(node.Condition!, child)),
        Quantifier.All => children.All(child => Holds(node.Condition!, child)),
        Quantifier.None => !children.Any(child => Holds(node.Condition!, child)),
        Quantifier.Any => children.Count > 0,
        _ => children.Count == 0,
    };

    IEnumerable<object> Children(Relation relation, object row)
    {
        var key = relation.ParentKey.GetValue(row);
        return key is null ? [] : rows[relation.ChildType].Where(child => key.Equals(relation.ChildKey.GetValue(child)));
    }

    static bool Holds(CompareNode node, object? value, IReadOnlyList<PropertyInfo> path)
    {
        if (node.Operator == FilterOperator.Eq)
            return Equals(value, node.Value);
        if (node.Operator == FilterOperator.Neq)
            return !Equals(value, node.Value);
        if (node.Operator == FilterOperator.Nin)
            return value is null || !((IEnumerable)node.Value!).Cast<object?>().Contains(value);
        if (value is null || node.Value is null)
            return false;
        return node.Operator switch
        {
            FilterOperator.In => ((IEnumerable)node.Value).Cast<object?>().Contains(value),
            FilterOperator.Gt or FilterOperator.Nlte => Compare(value, node.Value) > 0,
            FilterOperator.Gte or FilterOperator.Nlt => Compare(value, node.Value) >= 0,
            FilterOperator.Lt or FilterOperator.Ngte => Compare(value, node.Value) < 0,
            FilterOperator.Lte or FilterOperator.Ngt => Compare(value, node.Value) <= 0,
            FilterOperator.Contains => Text(value, path).Contains(Text(node.Value, path), StringComparison.Ordinal),
            FilterOperator.Ncontains => !Text(value, path).Contains(Text(node.Value, path), StringComparison.Ordinal),
            FilterOperator.StartsWith => Text(value, path).StartsWith(Text(node.Value, path), StringComparison.Ordinal),
            FilterOperator.NstartsWith => !Text(value, path).StartsWith(Text(node.Value, path), StringComparison.Ordinal),
            FilterOperator.EndsWith => Text(value, path).EndsWith(Text(node.Value, path), StringComparison.Ordinal),
            _ => !Text(value, path).EndsWith(Text(node.Value, path), StringComparison.Ordinal),
        };
    }

    int Compare(object a, object b, IReadOnlyList<SortNode> sort)
    {
        foreach (var node in sort)
        {
            var (left, right) = (SortValue(node, a), SortValue(node, b));
            var order = (left, right) switch
            {
                (null, null) => 0,
                (null, _) => 1,
                (_, null) => -1,
                _ => Compare(left, right) * (node.Descending ? -1 : 1),
            };
            if (order != 0)
                return order;
        }
        return 0;
    }

    object? SortValue(SortNode node, object row)
    {
        object? from = row;
        foreach (var relation in node.Through)
            from = from is null ? null : Children(relation, from).SingleOrDefault();
        var value = from is null ? null : Value(node.Path, from);
        return value switch
        {
            string text => Text(text, node.Path),
            Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()!),
            _ => value,
        };
    }

    static object? Value(IReadOnlyList<PropertyInfo> path, object row)
    {
        object? value = row;
        foreach (var property in path)
            value = value is null ? null : property.GetValue(value);
        return value;
    }

    static string Text(object value, IReadOnlyList<PropertyInfo> path)
        => path is [var property] && property.IsDefined(typeof(SearchableAttribute)) ? TextNormalizer.Normalize((string)value) : (string)value;

    static int Compare(object a, object b) => (a, b) switch
    {
        (string left, string right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right)),
        (Guid left, Guid right) => left.ToByteArray(true).AsSpan().SequenceCompareTo(right.ToByteArray(true)),
        _ => Comparer.DefaultInvariant.Compare(a, b),
    };
}
