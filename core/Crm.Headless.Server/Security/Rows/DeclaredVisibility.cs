using System.Linq.Expressions;
using System.Reflection;

namespace Crm.Headless.Server.Security;

/// <summary>What <c>[VisibleWith]</c> and <c>[VisibleToAll]</c> say about a type of rows.</summary>
static class DeclaredVisibility
{
    static readonly MethodInfo s_isSeen = typeof(DeclaredVisibility).GetMethod(nameof(IsSeen), BindingFlags.Static | BindingFlags.NonPublic)!;

    public static bool IsToAll(Type row) => row.IsDefined(typeof(VisibleToAllAttribute), inherit: true);

    /// <summary>The records that rows are seen with.</summary>
    public static IEnumerable<IVisibleWith> Records(Type row) => row.GetCustomAttributes(inherit: true).OfType<IVisibleWith>();

    /// <summary>Null: the type names no record.</summary>
    public static Expression<Func<T, bool>>? Of<T>(IRowPolicyContext context) where T : class
    {
        var row = Expression.Parameter(typeof(T), "row");
        var seen = Records(typeof(T)).Select(one =>
            (Expression)s_isSeen.MakeGenericMethod(one.Record).Invoke(null, [context, Expression.Property(row, one.Key)])!).ToList();
        return seen.Count == 0 ? null : Expression.Lambda<Func<T, bool>>(seen.Aggregate(Expression.OrElse), row);
    }

    /// <summary><c>records.Any(record => record.Id == key)</c></summary>
    static Expression IsSeen<TRecord>(IRowPolicyContext context, Expression key) where TRecord : class
    {
        var record = Expression.Parameter(typeof(TRecord), "record");
        var id = Expression.Convert(Expression.Property(record, "Id"), typeof(Guid?));
        var isIt = Expression.Lambda<Func<TRecord, bool>>(Expression.Equal(id, Expression.Convert(key, typeof(Guid?))), record);
        return Expression.Call(
            typeof(Queryable), nameof(Queryable.Any), [typeof(TRecord)], context.Seen<TRecord>().Expression, Expression.Quote(isIt));
    }
}
