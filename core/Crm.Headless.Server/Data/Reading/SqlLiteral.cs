using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;

namespace Crm.Headless.Server.Data;

/// <summary>
/// A number that stands in the text of a statement. <c>EF.Constant</c> says the same, but has EF make the text anew whenever it runs the
/// statement: it takes the number for a value that may be another one next time.
/// </summary>
static class SqlLiteral
{
    static readonly MethodInfo Method = typeof(SqlLiteral).GetMethod(nameof(Number), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static Expression Of(int number) => Expression.Call(Method, Expression.Constant(number));

    /// <summary>The first so many rows.</summary>
    public static IQueryable<T> TakeLiteral<T>(this IQueryable<T> rows, int count) => rows.Provider.CreateQuery<T>(Take(rows.Expression, typeof(T), count));

    /// <summary>The first so many rows of an <c>IQueryable</c>.</summary>
    public static Expression Take(Expression source, Type element, int rows) =>
        Expression.Call(typeof(Queryable), nameof(Queryable.Take), [element], source, Of(rows));

    public static void Use(IServiceCollection services) => services
        .AddSingleton<IEvaluatableExpressionFilterPlugin, LeftAlone>()
        .AddSingleton<IInterceptor, WrittenOut>();

    static int Number(int number) => number;

    static bool IsLiteral(Expression? expression) => expression is MethodCallExpression call && call.Method == Method;

    /// <summary>Keeps EF from making a parameter of it when it takes the values out of a query.</summary>
    sealed class LeftAlone : IEvaluatableExpressionFilterPlugin
    {
        public bool IsEvaluatableExpression(Expression expression) => !IsLiteral(expression);
    }

    /// <summary>Puts the number in its place when EF compiles the query, by when all values are taken out.</summary>
    sealed class WrittenOut : ExpressionVisitor, IQueryExpressionInterceptor
    {
        public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) => Visit(queryExpression);

        protected override Expression VisitMethodCall(MethodCallExpression node) => IsLiteral(node) ? node.Arguments[0] : base.VisitMethodCall(node);
    }
}
