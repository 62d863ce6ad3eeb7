using System.Reflection;
using System.Security.Claims;
using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Execution.Coercion;
using Crm.Headless.GraphQL.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>A resolver with <c>[Join]</c> through which filters and orders of the parent can go.</summary>
sealed record RelationField(string Name, Relation Relation, MethodInfo Method, Owner Owner);

/// <summary>The relations of the row types: those that their own classes declare, and those that any source adds.</summary>
sealed class Relations(SchemaDraft draft)
{
    /// <summary>Those that carry the attribute, such as <c>[UseFiltering]</c>.</summary>
    public IEnumerable<RelationField> Of<TAttribute>(Type row) where TAttribute : Attribute =>
        Methods(row).Where(pair => pair.Method.Has<JoinAttribute>() && pair.Method.Has<TAttribute>())
            .Select(pair => Create(row, pair.Method, pair.Owner)).OfType<RelationField>();

    IEnumerable<(MethodInfo Method, Owner Owner)> Methods(Type row) => MemberFields.Resolvers(row)
        .Select(method => (method, draft.Owners.Of(row)))
        .Concat(draft.Extensions.OfObject(row).SelectMany(extension =>
            MemberFields.Resolvers(extension.Class).Select(method => (method, extension.Source.Owner))));

    RelationField? Create(Type row, MethodInfo method, Owner owner)
    {
        var name = Naming.Field(method);
        var site = new Site($"{Naming.Output(row)}.{name}", owner);
        var resolver = draft.Resolvers.Bind(method, row, site);
        if (!resolver.Result.IsQueryable || resolver.Result.IsAsync)
        {
            draft.Problem(site, "filters and orders can't go through it. Return an IQueryable<T>, or remove [UseFiltering] and [UseSorting].");
            return null;
        }
        var child = resolver.Result.Item!.Type;
        if (Keys(draft, row, resolver, child) is not { } keys) return null;
        var isList = !method.Has<UseSingleOrDefaultAttribute>();
        return new(name, new Relation(site.Coordinate, keys.Parent, keys.Child, child, isList, Source(resolver, owner)), method, owner);
    }

    /// <summary>The properties that <c>[Join]</c> names; null when it names none.</summary>
    public static (PropertyInfo Parent, PropertyInfo Child)? Keys(SchemaDraft draft, Type parent, ResolverMethod method, Type child)
    {
        if (method.Method.Annotation<JoinAttribute>() is not { } join) return null;
        var parentKey = Key(draft, parent, join.ParentKey, method.Site);
        var childKey = Key(draft, child, join.ChildKey, method.Site);
        if (parentKey is null || childKey is null) return null;
        if (Bare(parentKey) != Bare(childKey))
            draft.Problem(method.Site, $"[Join] compares {parent.Name}.{parentKey.Name} ({Bare(parentKey).Name}) with {child.Name}.{childKey.Name} "
                + $"({Bare(childKey).Name}). Name two properties of the same type.");
        return (parentKey, childKey);
    }

    static PropertyInfo? Key(SchemaDraft draft, Type type, string name, Site site)
    {
        if (type.GetProperty(name) is { } property)
        {
            if (property.Has<SensitiveAttribute>())
                draft.Problem(site, $"[Join] names {type.Name}.{name}, which is stored encrypted. Join by another property.");
            return property;
        }
        draft.Problem(site, $"[Join] names {type.Name}.{name}, which doesn't exist. Name a public property of {type.Name}.");
        return null;
    }

    static Type Bare(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    /// <summary>The rows as the resolver gives them when no argument is given. A plugin's that narrows them down has its time.</summary>
    static Func<IServiceProvider, IQueryable> Source(ResolverMethod method, Owner owner)
    {
        var defaults = new DefaultValues();
        var name = $"The rows of \"{method.Site.Coordinate}\"";
        return owner.IsCore || method.GivesItsArgument
            ? Rows
            : services => services.GetService<IPluginCode>() is { } code ? code.Run(owner, name, () => Rows(services)) : Rows(services);

        IQueryable Rows(IServiceProvider services) => (IQueryable)method.Invoke(
            new(null, Defaults(method.Arguments, defaults), new RequestScope(services, new ClaimsPrincipal()), null, CancellationToken.None))!;
    }

    static FieldArguments Defaults(IReadOnlyList<InputValue> arguments, DefaultValues defaults) => new(
        arguments,
        [.. arguments.Select(argument => argument.DefaultValue is null ? null : defaults.Of(argument))],
        [.. arguments.Select(argument => argument.DefaultValue is not null)]);
}
