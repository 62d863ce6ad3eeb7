using System.Linq.Expressions;

namespace Crm.Headless.Server.Data;

/// <summary>Order and position by the values of the steps themselves, never by counting rows.</summary>
static class Keyset
{
    /// <summary>Sorts an <c>IQueryable</c>.</summary>
    public static Expression Order(Expression source, Type element, IReadOnlyList<SortStep> steps, bool backward)
    {
        var first = true;
        foreach (var step in steps)
        {
            var row = Expression.Parameter(element, "row");
            var key = step.Key(row);
            if (step.IsNullable)
                Then(Comparison.IsNull(key), row, backward);
            Then(key, row, step.Descending != backward);
        }
        return source;

        void Then(Expression key, ParameterExpression row, bool descending)
        {
            var method = (first, descending) switch
            {
                (true, false) => nameof(Queryable.OrderBy),
                (true, true) => nameof(Queryable.OrderByDescending),
                (false, false) => nameof(Queryable.ThenBy),
                (false, true) => nameof(Queryable.ThenByDescending),
            };
            source = Expression.Call(typeof(Queryable), method, [element, key.Type], source, Expression.Quote(Expression.Lambda(key, row)));
            first = false;
        }
    }

    /// <summary>Whether a row comes behind the position, seen in the direction of reading.</summary>
    public static Expression Behind(Expression element, IReadOnlyList<SortStep> steps, IReadOnlyList<object?> position, bool backward)
        => Behind(element, steps, position, backward, 0);

    static Expression Behind(Expression element, IReadOnlyList<SortStep> steps, IReadOnlyList<object?> position, bool backward, int index)
    {
        if (index == steps.Count)
            return Comparison.False;
        var step = steps[index];
        var key = step.Key(element);
        var rest = Behind(element, steps, position, backward, index + 1);
        if (position[index] is null)
            return Comparison.Or(backward ? Comparison.IsNotNull(key) : Comparison.False, Comparison.And(Comparison.IsNull(key), rest));

        var value = Parameter.Of(position[index], key.Type);
        var upwards = step.Descending == backward;
        var further = Comparison.Make(upwards ? ExpressionType.GreaterThan : ExpressionType.LessThan, key, value);
        if (rest == Comparison.False)
            return step.IsNullable && !backward ? Comparison.Or(further, Comparison.IsNull(key)) : further;
        if (step.IsNullable)
            return Comparison.Or(Comparison.Or(further, Comparison.And(Expression.Equal(key, value), rest)), backward ? Comparison.False : Comparison.IsNull(key));

        // Said this way, the first half is a range of an index.
        var notBefore = Comparison.Make(upwards ? ExpressionType.GreaterThanOrEqual : ExpressionType.LessThanOrEqual, key, value);
        return Comparison.And(notBefore, Comparison.Or(further, rest));
    }
}
