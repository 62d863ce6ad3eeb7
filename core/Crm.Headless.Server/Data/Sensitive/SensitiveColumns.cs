using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Crm.Headless.Server.Data.Sensitive;

/// <summary>
/// Refuses queries in which the database would work with the encrypted form of a text, which says nothing: it would never be equal, and
/// its order has no meaning. The last look at a query before its SQL is written, so whatever way it came here, it doesn't pass.
/// </summary>
sealed class SensitiveColumns(QueryTranslationPostprocessorDependencies dependencies, QueryCompilationContext context, QueryTranslationPostprocessor inner)
    : QueryTranslationPostprocessor(dependencies, context)
{
    public override Expression Process(Expression query)
    {
        var processed = inner.Process(query);
        new Refusing().Visit(processed);
        return processed;
    }

    sealed class Refusing : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node)
        {
            switch (node)
            {
                case ShapedQueryExpression shaped:
                    Visit(shaped.QueryExpression);
                    Visit(shaped.ShaperExpression);
                    return node;
                case SelectExpression { IsDistinct: true } select when select.Projection.Select(one => TextOf(one.Expression)).OfType<ProtectedText>().FirstOrDefault() is { } text:
                    throw Refusal(text);
                case ProjectionExpression { Expression: ColumnExpression }:
                    return node;
                case UpdateExpression update when update.ColumnValueSetters.Select(setter => TextOf(setter.Column)).OfType<ProtectedText>().FirstOrDefault() is { } text:
                    throw new SensitiveException(text.Member, "can't be set by ExecuteUpdate, which knows nothing of its hash. Read the rows, change them, and save.");
                case ColumnExpression column when TextOf(column) is { } text:
                    throw Refusal(text);
                default:
                    return base.VisitExtension(node);
            }
        }

        static ProtectedText? TextOf(Expression node) => (node as ColumnExpression)?.TypeMapping?.Converter as ProtectedText;

        static SensitiveException Refusal(ProtectedText text) => new(text.Member,
            "stored encrypted, differently each time: the database can't order, group, search or compute with it, nor compare it with other columns. "
            + "Compare it with a value (== or Contains of a list), or select it and go on in memory.");
    }
}

/// <summary>Lets <see cref="SensitiveColumns"/> look at what the database's own processor made.</summary>
sealed class SensitiveColumnsFactory(IQueryTranslationPostprocessorFactory inner, QueryTranslationPostprocessorDependencies dependencies)
    : IQueryTranslationPostprocessorFactory
{
    public QueryTranslationPostprocessor Create(QueryCompilationContext queryCompilationContext) =>
        new SensitiveColumns(dependencies, queryCompilationContext, inner.Create(queryCompilationContext));
}
