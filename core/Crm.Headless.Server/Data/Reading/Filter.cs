using System.Collections;
using System.Linq.Expressions;
using Crm.Headless.GraphQL.Querying;
using Crm.Headless.Server.Data.Text;

namespace Crm.Headless.Server.Data;

/// <summary>
/// Conditions as expressions. Each is true or false, never unknown, so that its negation means what it says: a null is tested for
/// wherever SQL would shrug.
/// </summary>
sealed class Filter(ReadContext context)
{
    /// <summary>A condition on an entity.</summary>
    public Expression Condition(FilterNode node, Expression row) => Condition(node, row, _ => null, "");

    /// <summary>A condition on rows with what is joined to them.</summary>
    public Expression Condition(FilterNode node, Rows rows, Expression element)
        => Condition(node, rows.Entity(element), path => rows.Child(path, element), "");

    Expression Condition(FilterNode node, Expression row, Func<string, Expression?> joined, string path) => node switch
    {
        AndNode and => and.Conditions.Aggregate(Comparison.True, (all, next) => Comparison.And(all, Condition(next, row, joined, path))),
        OrNode or => or.Conditions.Aggregate(Comparison.False, (any, next) => Comparison.Or(any, Condition(next, row, joined, path))),
        CompareNode compare => Compare(compare, Column.Of(row, compare.Path, context.Db.Model)),
        RelatedNode related => Related(related, row, joined, Rows.PathOf(path, related.Relation)),
        _ => throw new ArgumentException($"{node.GetType().Name} is no condition.", nameof(node)),
    };

    Expression Related(RelatedNode node, Expression row, Func<string, Expression?> joined, string path)
    {
        if (node.Quantifier == Quantifier.One && joined(path) is { } child)
            return node.Condition is null
                ? Comparison.IsNull(child)
                : Comparison.And(Comparison.IsNotNull(child), Condition(node.Condition, child, joined, path));
        return node.Quantifier switch
        {
            Quantifier.One when node.Condition is null => Comparison.Not(Exists(node.Relation, row, null, negated: false)),
            Quantifier.One or Quantifier.Some => Exists(node.Relation, row, node.Condition, negated: false),
            Quantifier.None => Comparison.Not(Exists(node.Relation, row, node.Condition, negated: false)),
            Quantifier.All => Comparison.Not(Exists(node.Relation, row, node.Condition, negated: true)),
            Quantifier.Any => Exists(node.Relation, row, null, negated: false),
            Quantifier.NotAny => Comparison.Not(Exists(node.Relation, row, null, negated: false)),
            _ => throw new ArgumentException($"{node.Quantifier} is no quantifier.", nameof(node)),
        };
    }

    Expression Exists(Relation relation, Expression row, FilterNode? condition, bool negated)
    {
        var children = new Rows(relation.Source(context.Services).Expression, relation.ChildType, context);
        var child = Expression.Parameter(relation.ChildType, "child");
        var key = Rows.Nullable(relation.ChildKey.PropertyType);
        var (parentKey, childKey) = (Rows.As(Expression.Property(row, relation.ParentKey), key), Rows.As(Expression.Property(child, relation.ChildKey), key));
        var match = Comparison.And(Comparison.IsNotNull(childKey), Expression.Equal(childKey, parentKey));
        var test = condition is null ? Comparison.True : Condition(condition, child);
        return Expression.Call(typeof(Queryable), nameof(Queryable.Any), [relation.ChildType], children.Source,
            Expression.Quote(Expression.Lambda(Comparison.And(match, negated ? Comparison.Not(test) : test), child)));
    }

    static Expression Compare(CompareNode node, Column column) => node.Operator switch
    {
        FilterOperator.Eq => Equal(column, node.Value),
        FilterOperator.Neq => node.Value is null ? Comparison.IsNotNull(column.Value) : Comparison.Not(Equal(column, node.Value)),
        FilterOperator.In => Known(column, In(column, (IEnumerable)node.Value!)),
        FilterOperator.Nin => Comparison.Not(Known(column, In(column, (IEnumerable)node.Value!))), // as neq: what is null is none of them
        _ when node.Value is null => Comparison.False,
        FilterOperator.Gt or FilterOperator.Nlte => Known(column, Ordered(column, ExpressionType.GreaterThan, node.Value)),
        FilterOperator.Gte or FilterOperator.Nlt => Known(column, Ordered(column, ExpressionType.GreaterThanOrEqual, node.Value)),
        FilterOperator.Lt or FilterOperator.Ngte => Known(column, Ordered(column, ExpressionType.LessThan, node.Value)),
        FilterOperator.Lte or FilterOperator.Ngt => Known(column, Ordered(column, ExpressionType.LessThanOrEqual, node.Value)),
        FilterOperator.Contains => Known(column, Match(column, node.Value, TextMatch.Contains)),
        FilterOperator.Ncontains => Known(column, Comparison.Not(Match(column, node.Value, TextMatch.Contains))),
        FilterOperator.StartsWith => Known(column, Match(column, node.Value, TextMatch.StartsWith)),
        FilterOperator.NstartsWith => Known(column, Comparison.Not(Match(column, node.Value, TextMatch.StartsWith))),
        FilterOperator.EndsWith => Known(column, Match(column, node.Value, TextMatch.EndsWith)),
        FilterOperator.NendsWith => Known(column, Comparison.Not(Match(column, node.Value, TextMatch.EndsWith))),
        _ => throw new ArgumentException($"{node.Operator} is no operator.", nameof(node)),
    };

    static Expression Known(Column column, Expression test) => column.IsNullable ? Comparison.And(Comparison.IsNotNull(column.Value), test) : test;

    static Expression Equal(Column column, object? value)
    {
        if (value is null)
            return Comparison.IsNull(column.Value);
        return Storable.IsStorable(value)
            ? Known(column, Expression.Equal(column.Value, Parameter.Of(value, column.Value.Type)))
            : Comparison.False;
    }

    static Expression In(Column column, IEnumerable values)
    {
        var type = Nullable.GetUnderlyingType(column.Value.Type) ?? column.Value.Type;
        var storable = values.Cast<object?>().OfType<object>().Where(Storable.IsStorable).Distinct().ToList();
        return storable.Count == 0
            ? Comparison.False
            : Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [type], Parameter.ListOf(storable, type), Rows.As(column.Value, type));
    }

    static Expression Ordered(Column column, ExpressionType kind, object value)
    {
        var (floor, exact) = Storable.Floor(value);
        if (!exact)
            kind = kind is ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual ? ExpressionType.GreaterThan : ExpressionType.LessThanOrEqual;
        return Comparison.Make(kind, column.Value, Parameter.Of(floor, column.Value.Type));
    }

    static Expression Match(Column column, object value, Func<Expression, string, Expression> match)
    {
        var part = (string)value;
        if (!Storable.IsStorable(part))
            return Comparison.False;
        return column.Twin is null ? match(column.Value, part) : match(column.Twin, TextNormalizer.Normalize(part));
    }
}
