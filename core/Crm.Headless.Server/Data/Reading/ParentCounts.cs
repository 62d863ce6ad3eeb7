using System.Linq.Expressions;
using Crm.Headless.GraphQL.Querying;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Data;

sealed class ParentCount
{
    public object? Parent { get; init; }
    public long Count { get; init; }
}

/// <summary>How many children each parent has, in one statement.</summary>
static class ParentCounts
{
    public static async Task<Dictionary<object, long>> ReadAsync(
        Rows children, ParentKeys parents, Func<Expression, IQueryable<ParentCount>> query, CancellationToken ct)
    {
        var element = Expression.Parameter(children.Element, "row");
        var key = Expression.Property(children.Entity(element), parents.ChildKey);
        var groups = Expression.Call(typeof(Queryable), nameof(Queryable.GroupBy), [children.Element, key.Type],
            children.Source, Expression.Quote(Expression.Lambda(key, element)));
        var grouping = typeof(IGrouping<,>).MakeGenericType(key.Type, children.Element);
        var group = Expression.Parameter(grouping, "group");
        var count = Expression.MemberInit(Expression.New(typeof(ParentCount)),
            Expression.Bind(typeof(ParentCount).GetProperty(nameof(ParentCount.Parent))!, Expression.Convert(Expression.Property(group, "Key"), typeof(object))),
            Expression.Bind(typeof(ParentCount).GetProperty(nameof(ParentCount.Count))!,
                Expression.Call(typeof(Enumerable), nameof(Enumerable.LongCount), [children.Element], group)));
        var counts = await query(Expression.Call(typeof(Queryable), nameof(Queryable.Select), [grouping, typeof(ParentCount)],
            groups, Expression.Quote(Expression.Lambda(count, group)))).ToListAsync(ct);
        return counts.ToDictionary(each => each.Parent!, each => each.Count);
    }
}
