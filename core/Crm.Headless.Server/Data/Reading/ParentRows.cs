using System.Linq.Expressions;
using System.Reflection;
using Crm.Headless.GraphQL.Querying;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Data;

/// <summary>Children of many parents in one statement.</summary>
static class ParentRows
{
    public static Expression IsChildOf(ParentKeys parents, Expression child)
    {
        var type = KeyType(parents);
        var key = Expression.Property(child, parents.ChildKey);
        return Comparison.And(Comparison.IsNotNull(key), Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [type],
            Parameter.ListOf(parents.Keys.Distinct(), type), Rows.As(key, type)));
    }

    /// <summary>
    /// The first rows of every parent: the database goes through the keys and takes, for each, the beginning of its range of an
    /// index. Plain <c>Take</c> inside <c>SelectMany</c> would make EF number all rows of the table.
    /// </summary>
    /// <returns>An <c>IQueryable</c> of the children.</returns>
    public static Expression First(Rows children, IReadOnlyList<SortStep> steps, bool backward, int take, ParentKeys parents, ReadContext context)
    {
        var type = KeyType(parents);
        var key = Expression.Parameter(type, "key");
        var keys = KeyList.Of(parents.Keys, type, context);
        var id = context.Db.Model.FindEntityType(children.Entity(Expression.Parameter(children.Element)).Type)?.FindPrimaryKey()?.Properties;
        return context.Database.Provider == DatabaseProvider.Sqlite && id is [{ PropertyInfo: { } single }]
            ? ByIds(children, steps, backward, take, parents.ChildKey, single, keys, key)
            : Lateral(children, steps, backward, take, parents.ChildKey, keys, key);
    }

    /// <summary>
    /// PostgreSQL: <c>keys JOIN LATERAL (... LIMIT n)</c>. Where the key is only compared for equality, EF joins a numbered table instead;
    /// the second comparison, which says nothing new, keeps it from that.
    /// </summary>
    static Expression Lateral(
        Rows children, IReadOnlyList<SortStep> steps, bool backward, int take, PropertyInfo childKey, Expression keys, ParameterExpression key)
    {
        children.Where(element =>
        {
            var value = Expression.Property(children.Entity(element), childKey);
            return Expression.AndAlso(IsChildOf(key, value), Comparison.Make(ExpressionType.GreaterThanOrEqual, Rows.As(value, key.Type), key));
        });
        var element = Expression.Parameter(children.Element, "row");
        var entity = children.Entity(element);
        var first = SqlLiteral.Take(Keyset.Order(children.Source, children.Element, steps, backward), children.Element, take);
        var rows = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [children.Element, entity.Type], first, Expression.Quote(Expression.Lambda(entity, element)));
        return Expression.Call(typeof(Queryable), nameof(Queryable.SelectMany), [key.Type, entity.Type], keys,
            Expression.Quote(Expression.Lambda(typeof(Func<,>).MakeGenericType(key.Type, typeof(IEnumerable<>).MakeGenericType(entity.Type)), rows, key)));
    }

    /// <summary>SQLite, which has no LATERAL: <c>keys CROSS JOIN children WHERE id IN (SELECT id ... LIMIT n)</c>, read in this order.</summary>
    static Expression ByIds(
        Rows children, IReadOnlyList<SortStep> steps, bool backward, int take, PropertyInfo childKey, PropertyInfo id, Expression keys, ParameterExpression key)
    {
        var all = children.Unfiltered;
        var type = children.Entity(Expression.Parameter(children.Element)).Type;
        var pair = typeof(Pair<,>).MakeGenericType(key.Type, type);
        var (row, child) = (pair.GetProperty("Row")!, pair.GetProperty("Child")!);
        var (outer, inner, both) = (Expression.Parameter(key.Type, "key"), Expression.Parameter(type, "child"), Expression.Parameter(pair, "pair"));
        var crossed = Expression.Call(typeof(Queryable), nameof(Queryable.SelectMany), [key.Type, type, pair], keys,
            Expression.Quote(Expression.Lambda(typeof(Func<,>).MakeGenericType(key.Type, typeof(IEnumerable<>).MakeGenericType(type)), all, outer)),
            Expression.Quote(Expression.Lambda(Expression.MemberInit(Expression.New(pair), Expression.Bind(row, outer), Expression.Bind(child, inner)), outer, inner)));

        children.Where(element => IsChildOf(Expression.Property(both, row), Expression.Property(children.Entity(element), childKey)));
        var found = Expression.Parameter(children.Element, "row");
        var first = SqlLiteral.Take(Keyset.Order(children.Source, children.Element, steps, backward), children.Element, take);
        var ids = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [children.Element, id.PropertyType], first,
            Expression.Quote(Expression.Lambda(Expression.Property(children.Entity(found), id), found)));
        var isFirst = Expression.Call(typeof(Queryable), nameof(Queryable.Contains), [id.PropertyType], ids, Expression.Property(Expression.Property(both, child), id));
        var kept = Expression.Call(typeof(Queryable), nameof(Queryable.Where), [pair], crossed, Expression.Quote(Expression.Lambda(isFirst, both)));
        return Expression.Call(typeof(Queryable), nameof(Queryable.Select), [pair, type], kept, Expression.Quote(Expression.Lambda(Expression.Property(both, child), both)));
    }

    static Expression IsChildOf(Expression key, Expression childKey)
        => Comparison.And(Comparison.IsNotNull(childKey), Expression.Equal(Rows.As(childKey, key.Type), key));

    static Type KeyType(ParentKeys parents) => Nullable.GetUnderlyingType(parents.ChildKey.PropertyType) ?? parents.ChildKey.PropertyType;
}
