using System.Linq.Expressions;
using System.Reflection;

namespace Crm.Headless.Server.Data;

/// <summary>Comparisons that both databases answer alike.</summary>
static class Comparison
{
    static readonly MethodInfo CompareStrings = typeof(string).GetMethod(nameof(string.Compare), [typeof(string), typeof(string)])!;
    static readonly Expression Zero = Expression.Constant(0);

    public static Expression True { get; } = Expression.Constant(true);
    public static Expression False { get; } = Expression.Constant(false);

    /// <param name="kind">GreaterThan, GreaterThanOrEqual, LessThan or LessThanOrEqual.</param>
    public static Expression Make(ExpressionType kind, Expression left, Expression right) => left.Type == typeof(string)
        ? Expression.MakeBinary(kind, Expression.Call(CompareStrings, left, right), Zero)
        : Expression.MakeBinary(kind, left, right);

    public static Expression IsNull(Expression value)
        => value.Type.IsValueType && Nullable.GetUnderlyingType(value.Type) is null ? False : Expression.Equal(value, Expression.Constant(null, value.Type));

    public static Expression IsNotNull(Expression value)
        => value.Type.IsValueType && Nullable.GetUnderlyingType(value.Type) is null ? True : Expression.NotEqual(value, Expression.Constant(null, value.Type));

    public static Expression And(Expression left, Expression right)
        => left == True ? right : right == True ? left : left == False || right == False ? False : Expression.AndAlso(left, right);

    public static Expression Or(Expression left, Expression right)
        => left == False ? right : right == False ? left : left == True || right == True ? True : Expression.OrElse(left, right);

    public static Expression Not(Expression condition)
        => condition == True ? False : condition == False ? True : Expression.Not(condition);

    /// <summary>
    /// What has an order in the database: types that are stored as text (enums, open enums, addresses of the web) by that text, a Boolean
    /// as 0 and 1, everything else as it is.
    /// </summary>
    public static Expression Sortable(Expression value)
    {
        var type = Nullable.GetUnderlyingType(value.Type) ?? value.Type;
        if (type == typeof(bool))
            return value.Type == type
                ? Expression.Condition(value, Expression.Constant(1), Zero)
                : Expression.Condition(IsNull(value), Expression.Constant(null, typeof(int?)),
                    Expression.Condition(Expression.Equal(value, Expression.Constant(true, typeof(bool?))), Expression.Constant(1, typeof(int?)), Expression.Constant(0, typeof(int?))));
        return type == typeof(string) || (type.IsPrimitive && !type.IsEnum) || type.GetMethod("op_GreaterThan") is not null
            ? value
            : Expression.Convert(Expression.Convert(value, typeof(object)), typeof(string));
    }
}
