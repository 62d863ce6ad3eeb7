using System.Linq.Expressions;

namespace Crm.Headless;

/// <summary>
/// Says which rows of a type an actor sees. Registered as a scoped service, for the plugin's own rows or for core's. It becomes part of
/// every statement: lists, <c>node</c>, nested fields, filters, orders, counts, search, subscriptions, the change feed, and what resolvers
/// and mutations read. Several policies of a type count together: a row has to meet each of them, so a policy can only take away.
/// </summary>
public interface IRowPolicy<T> where T : class
{
    /// <summary>The condition for a row; null: this actor sees them all. Must be translatable to SQL.</summary>
    Expression<Func<T, bool>>? Visible(IRowPolicyContext context);
}

/// <summary>What a row policy decides by.</summary>
public interface IRowPolicyContext
{
    /// <summary>Who asks.</summary>
    IActor Actor { get; }

    /// <summary>The rows of another type that the actor sees, to be used inside the condition.</summary>
    IQueryable<TOther> Seen<TOther>() where TOther : class;

    /// <summary>All rows of another type, whoever asks, to be used inside the condition.</summary>
    IQueryable<TOther> All<TOther>() where TOther : class;
}
