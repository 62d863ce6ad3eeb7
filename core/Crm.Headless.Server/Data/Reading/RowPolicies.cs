using System.Linq.Expressions;
using Crm.Headless.GraphQL.Querying;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Data;

/// <summary>
/// Which rows of a type a client may see, as conditions of the plan. All that a request reads begins with <see cref="ReadSession.Set"/>,
/// be it a list, related rows in a filter or an order, children, or what a resolver asks for itself: there they are applied.
/// </summary>
static class RowPolicies
{
    /// <summary>Each says which rows of a type the actor sees; null: all. There are none yet.</summary>
    static readonly IReadOnlyList<Func<Type, Actor, FilterNode?>> s_policies = [];

    public static IQueryable<T> Apply<T>(IQueryable<T> rows, ReadContext context) where T : class
    {
        var actor = context.Services.GetService<Actor>() ?? new Actor();
        foreach (var policy in s_policies.Select(policy => policy(typeof(T), actor)).OfType<FilterNode>())
        {
            var row = Expression.Parameter(typeof(T), "row");
            rows = rows.Where(Expression.Lambda<Func<T, bool>>(new Filter(context).Condition(policy, row), row));
        }
        return rows;
    }
}
