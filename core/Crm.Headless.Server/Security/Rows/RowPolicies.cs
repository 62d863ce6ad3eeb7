using System.Collections.Concurrent;
using System.Linq.Expressions;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Plugins.Containment;

namespace Crm.Headless.Server.Security;

/// <summary>
/// Which rows the actor of this scope sees, as conditions of each statement. All that a request reads or changes begins with
/// <see cref="CrmDb.Seen"/>, be it a list, related rows in a filter or an order, children, what a resolver asks for itself, or the
/// record that a mutation changes: there they are applied. Rows whose type says nothing are seen by the unrestricted alone.
/// </summary>
internal sealed class RowPolicies(Actor actor, IServiceProvider services)
{
    readonly ConcurrentDictionary<Type, object> _conditions = [];

    public IActor Actor => actor;

    /// <summary>Whether plugins mask something for the actor.</summary>
    public bool MaskAnything => services.GetRequiredService<MaskedTypes>().MaskAnything(actor);

    /// <summary>Whether there are rows of this type that the actor doesn't see, or might be.</summary>
    public bool Restrict<T>(CrmDb db) where T : class => Conditions<T>(db).Count > 0;

    public IQueryable<T> Apply<T>(IQueryable<T> rows, CrmDb db) where T : class =>
        Conditions<T>(db).Aggregate(rows, (narrowed, condition) => narrowed.Where(condition));

    IReadOnlyList<Expression<Func<T, bool>>> Conditions<T>(CrmDb db) where T : class
    {
        // Conditions hold queries of the context that they were made for.
        if (_conditions.TryGetValue(typeof(T), out var known) && known is Made<T> made && made.For == db) return made.Conditions;
        var conditions = Make<T>(new(actor, db));
        _conditions[typeof(T)] = new Made<T>(db, conditions);
        return conditions;
    }

    List<Expression<Func<T, bool>>> Make<T>(Context context) where T : class
    {
        var policies = services.GetServices<IRowPolicy<T>>().ToList();
        List<Expression<Func<T, bool>>> conditions =
            [.. policies.Select(policy => Visible(policy, context)).OfType<Expression<Func<T, bool>>>()];
        if (actor.Units is null) return conditions;
        if (DeclaredVisibility.Of<T>(context) is { } declared) conditions.Add(declared);
        else if (policies.Count == 0 && !DeclaredVisibility.IsToAll(typeof(T))) conditions.Add(_ => false);
        return conditions;
    }

    /// <summary>A plugin's has its time.</summary>
    Expression<Func<T, bool>>? Visible<T>(IRowPolicy<T> policy, Context context) where T : class => PluginLoadContext.OwnerOf(policy.GetType()) is { } plugin
        ? services.GetRequiredService<PluginBreakers>().Run(plugin, $"The row policy \"{policy.GetType().Name}\"", () => policy.Visible(context))
        : policy.Visible(context);

    sealed record Made<T>(CrmDb For, IReadOnlyList<Expression<Func<T, bool>>> Conditions);

    sealed class Context(Actor actor, CrmDb db) : IRowPolicyContext
    {
        public IActor Actor => actor;

        public IQueryable<TOther> Seen<TOther>() where TOther : class => db.Seen<TOther>();

        public IQueryable<TOther> All<TOther>() where TOther : class => db.Set<TOther>();
    }
}
