using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Crm.Headless.Server.Events;

/// <summary>
/// A plugin's <see cref="ICrmStore.Track{T}"/> may ask <see cref="ICrmStore.Query{T}"/> inside a condition. EF takes the last word on tracking for that of
/// the whole query, and the rows would be changed in vain: in a query that tracks, what doesn't is left out.
/// </summary>
sealed class TrackedQueries : IQueryExpressionInterceptor
{
    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        var calls = new TrackingCalls();
        var without = calls.Visit(queryExpression);
        return calls.Tracks ? without : queryExpression;
    }

    sealed class TrackingCalls : ExpressionVisitor
    {
        public bool Tracks { get; private set; }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            if (node.Method.DeclaringType == typeof(EntityFrameworkQueryableExtensions))
            {
                Tracks |= node.Method.Name == nameof(EntityFrameworkQueryableExtensions.AsTracking);
                if (node.Method.Name == nameof(EntityFrameworkQueryableExtensions.AsNoTracking)) return Visit(node.Arguments[0]);
            }
            return base.VisitMethodCall(node);
        }
    }
}
