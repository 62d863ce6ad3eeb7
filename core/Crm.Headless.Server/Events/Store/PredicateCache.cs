using System.Collections.Concurrent;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;

namespace Crm.Headless.Server.Events;

/// <summary>
/// Runs predicates in memory. Compiling one takes longer than a statement, so it is done once per shape: the values that a predicate
/// captures are handed in. One per generation, because shapes name plugins' types.
/// </summary>
sealed class PredicateCache
{
    const int Limit = 1000;

    readonly ConcurrentDictionary<Expression, Delegate> _compiled = new(ExpressionEqualityComparer.Instance);

    public Func<T, bool> Compile<T>(Expression<Func<T, bool>> predicate)
    {
        var values = new List<object?>();
        var shape = new CapturedValues(values).Lift(predicate);
        if (_compiled.Count >= Limit) _compiled.Clear();
        var compiled = (Func<T, object?[], bool>)_compiled.GetOrAdd(shape, static key => ((LambdaExpression)key).Compile());
        var captured = values.ToArray();
        return row => compiled(row, captured);
    }

    /// <summary>Takes the constants, among them the closures, out of an expression.</summary>
    sealed class CapturedValues(List<object?> values) : ExpressionVisitor
    {
        readonly ParameterExpression _captured = Expression.Parameter(typeof(object?[]), "captured");

        public Expression<Func<T, object?[], bool>> Lift<T>(Expression<Func<T, bool>> predicate) =>
            Expression.Lambda<Func<T, object?[], bool>>(Visit(predicate.Body), predicate.Parameters[0], _captured);

        protected override Expression VisitConstant(ConstantExpression node)
        {
            values.Add(node.Value);
            return Expression.Convert(Expression.ArrayIndex(_captured, Expression.Constant(values.Count - 1)), node.Type);
        }
    }
}
