using System.Collections;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Execution.Running;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>Resolvers as a view has them: what may not be seen is masked, or left out, before anything else sees it.</summary>
sealed class ViewResolvers(GraphQLSchema full, Visibility visible)
{
    readonly Lazy<RuntimeTypes> _types = new(() => new(full));

    public FieldResolver? Of(Field field)
    {
        if (field.Resolver is not { } resolver) return null;
        if (visible.Masks(field)) resolver = Masked(resolver, visible.MaskOf(field)!);
        if (field.Type.Named is ObjectType || field.Type.Named is not CompositeType type) return resolver;
        var hidden = full.PossibleTypes(type).Except(visible.Possible(type)).ToHashSet();
        return hidden.Count == 0 ? resolver : Map(resolver, value => Shown(value, field.Type, hidden));
    }

    /// <summary>Where nothing is left nothing is read; a subscription goes on listening.</summary>
    static FieldResolver Masked(FieldResolver resolver, Func<object?, object?> mask) =>
        mask == Masking.Nothing && resolver is not SubscriptionResolver
            ? new MemberResolver(mask!)
            : Map(resolver, value => value is Exception or Failed ? value : mask(value));

    /// <summary>Objects of types that the view hides are null, and left out of lists.</summary>
    object? Shown(object? value, GraphQLType type, HashSet<ObjectType> hidden)
    {
        if (value is null or Failed) return value;
        if (type.Nullable is not ListType list || value is not IEnumerable items)
            return _types.Value.Find(value) is { } found && hidden.Contains(found) ? null : value;
        return items.Cast<object?>().Select(item => (Given: item, Shown: Shown(item, list.OfType, hidden)))
            .Where(item => item.Given is null || item.Shown is not null).Select(item => item.Shown);
    }

    static FieldResolver Map(FieldResolver resolver, Func<object?, object?> map) => resolver switch
    {
        MemberResolver member => new MemberResolver(parent => map(member.Get(parent))),
        ComputedResolver computed => new ComputedResolver((parent, arguments) => map(computed.Compute(parent, arguments))),
        SubscriptionResolver subscription => new SubscriptionResolver(subscription.Subscribe, Map(subscription.OnEvent, map), subscription.Source),
        BatchResolver batch => new BatchResolver(async context =>
        {
            var results = await batch.Resolve(context);
            return [.. results.Select(map)];
        }),
        _ => throw new InvalidOperationException($"{resolver.GetType().Name} is no resolver that a view can have."),
    };
}
