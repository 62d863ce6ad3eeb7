using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace Crm.Headless.Server.Data.Sensitive;

/// <summary>
/// Lets queries compare sensitive texts with values: the comparison goes to the hash. Runs when EF compiles a query, by when values are
/// parameters. What else is done with such a text is refused by <see cref="SensitiveColumns"/>.
/// </summary>
sealed class SensitiveEquality : IQueryExpressionInterceptor
{
    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) =>
        eventData.Context is { } db ? new Rewriting(db.Model).Visit(queryExpression) : queryExpression;

    sealed class Rewriting(IModel model) : ExpressionVisitor
    {
        protected override Expression VisitBinary(BinaryExpression node) =>
            node.NodeType is ExpressionType.Equal or ExpressionType.NotEqual && Compare(node.NodeType, node.Left, node.Right) is { } compared
                ? compared
                : base.VisitBinary(node);

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            IReadOnlyList<Expression> operands = node.Object is null ? node.Arguments : [node.Object, .. node.Arguments];
            if (operands is not [var first, var second]) return base.VisitMethodCall(node);
            return node.Method.Name switch
            {
                nameof(string.Equals) => Compare(ExpressionType.Equal, first, second),
                nameof(Enumerable.Contains) when IsValue(first) && HashOf(second) is { } hash => With(node, hash),
                _ => null,
            } ?? base.VisitMethodCall(node);
        }

        Expression? Compare(ExpressionType kind, Expression left, Expression right) =>
            HashOf(left) is { } hash && IsValue(right) ? Make(kind, hash, right)
            : HashOf(right) is { } other && IsValue(left) ? Make(kind, other, left)
            : null;

        static BinaryExpression Make(ExpressionType kind, Expression hash, Expression value) =>
            Expression.MakeBinary(kind, hash, value.Type == typeof(string) ? value : Expression.Convert(value, typeof(string)));

        static MethodCallExpression With(MethodCallExpression node, Expression hash) => node.Object is null
            ? node.Update(null, [node.Arguments[0], hash])
            : node.Update(node.Object, [hash]);

        /// <summary>The hash of what is a sensitive text; null when it isn't one.</summary>
        MethodCallExpression? HashOf(Expression operand)
        {
            while (operand is UnaryExpression { NodeType: ExpressionType.Convert } convert) operand = convert.Operand;
            var (row, name) = operand switch
            {
                MemberExpression { Expression: { } owner, Member: PropertyInfo property } => (owner, property.Name),
                MethodCallExpression { Method: { Name: nameof(EF.Property) } method, Arguments: [var owner, ConstantExpression { Value: string property }] }
                    when method.DeclaringType == typeof(EF) => (owner, property),
                _ => default((Expression, string)?),
            } ?? default;
            return row is not null && model.FindEntityType(row.Type)?.FindProperty(name) is { } found && SensitiveTexts.IsSensitive(found.PropertyInfo)
                ? Expression.Call(typeof(EF), nameof(EF.Property), [typeof(string)], Visit(row), Expression.Constant(SensitiveTexts.HashOf(name)))
                : null;
        }

        /// <summary>It depends on no row.</summary>
        static bool IsValue(Expression operand) => operand switch
        {
            QueryParameterExpression or ConstantExpression => true,
            UnaryExpression { NodeType: ExpressionType.Convert } convert => IsValue(convert.Operand),
            NewArrayExpression array => array.Expressions.All(IsValue),
            MethodCallExpression { Object: null, Arguments: [var only] } call when call.Method.Name == "op_Implicit" || call.Method.DeclaringType == typeof(EF) =>
                IsValue(only),
            _ => false,
        };
    }
}
