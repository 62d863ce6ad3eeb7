using System.Reflection;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>The fields of a type: its own properties and resolvers, then what the extension classes add, in the order of the sources.</summary>
sealed class MemberFields(SchemaDraft draft)
{
    const BindingFlags Own = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    readonly PropertyFields _properties = new(draft);
    readonly MethodFields _methods = new(draft);

    public FieldMap<Field> Of(FieldsType type, Type clr)
    {
        var own = Properties(clr).Select(property => _properties.Create(type, clr, property))
            .Concat(Resolvers(clr).Where(IsAnnotated).Select(method => _methods.Create(type, clr, method, type.Owner)));
        var extensions = type is InterfaceType ? draft.Extensions.OfInterface(clr) : draft.Extensions.OfObject(clr);
        return Map(type, own.Concat(extensions.SelectMany(extension => Extend(type, clr, extension))));
    }

    public FieldMap<Field> OfRoot(ObjectType root, IEnumerable<Extension> classes) =>
        Map(root, classes.SelectMany(extension => Extend(root, null, extension)).Concat(root.Name == "Query" ? draft.NodeFields.OfQuery() : []));

    public Field OfProperty(ObjectType type, Type clr, PropertyInfo property) => _properties.Create(type, clr, property);

    IEnumerable<Field> Extend(FieldsType type, Type? clr, Extension extension) => Resolvers(extension.Class)
        .Select(method => _methods.Create(type, clr, method, extension.Source.Owner))
        .Select(field => Contained(type, field));

    /// <summary>What a plugin adds to somebody else's type begins with its prefix at the root, and can fail without taking the rest along.</summary>
    Field Contained(FieldsType type, Field field)
    {
        if (field.Owner == type.Owner || draft.Owners.PrefixOf(field.Owner) is not { } prefix) return field;
        var site = new Site($"{type.Name}.{field.Name}", field.Owner);
        var isRoot = type.ClrType is null;
        if (isRoot && !field.Name.StartsWith(Naming.Camel(prefix), StringComparison.Ordinal))
            draft.Problem(site, $"a plugin's root field must begin with its prefix. Call it {Naming.Camel(prefix)}{Naming.Pascal(field.Name)}.");
        if (field.Type.IsNonNull && type.Name != "Subscription")
            draft.Problem(site, $"what a plugin adds to {type.Name} ({type.Owner}) must be nullable, so that its failure stays its own. "
                + $"Make it {field.Type.Nullable}: let the resolver return a nullable type.");
        return field;
    }

    FieldMap<Field> Map(FieldsType type, IEnumerable<Field> fields)
    {
        var byName = new OrderedDictionary<string, Field>();
        foreach (var field in fields)
            if (!byName.TryAdd(field.Name, field))
                draft.Problem($"{type.Name}.{field.Name} exists twice: {byName[field.Name].Owner} and {field.Owner}. "
                    + "Rename one of them with [GraphQLName].");
        if (byName.Count == 0)
            draft.Problem(new(type.Name, type.Owner), "a type needs a field. Give it a public property, or hide it with [GraphQLIgnore].");
        return new FieldMap<Field>(byName.Values, field => field.Name);
    }

    public static IEnumerable<PropertyInfo> Properties(Type clr) => clr
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Concat(clr.IsInterface ? clr.GetInterfaces().SelectMany(face => face.GetProperties()) : [])
        .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
        .Where(property => !property.Has<GraphQLIgnoreAttribute>() && property.DeclaringType != typeof(object))
        .GroupBy(property => property.Name).Select(group => group.MaxBy(property => Depth(property.DeclaringType!))!)
        .OrderBy(property => Depth(property.DeclaringType!)).ThenBy(property => property.MetadataToken);

    public static IEnumerable<MethodInfo> Resolvers(Type type) => type.GetMethods(Own)
        .Where(method => !method.IsSpecialName && !method.IsGenericMethod && method.GetBaseDefinition().DeclaringType != typeof(object))
        .Where(method => !method.IsDefined(typeof(GraphQLIgnoreAttribute)) && !method.IsDefined(typeof(NodeResolverAttribute)))
        .OrderBy(method => method.MetadataToken);

    /// <summary>A class has methods of its own that are no business of the API: only one with an annotation is a field.</summary>
    static bool IsAnnotated(MethodInfo method) =>
        method.GetCustomAttributes().Any(attribute => attribute.GetType().Assembly == typeof(GraphQLNameAttribute).Assembly);

    public LeafRule RuleOf(Type clr, PropertyInfo property, TypeShape shape, Site site) => _properties.RuleOf(clr, property, shape, site);

    static int Depth(Type type) => type.BaseType is null ? 0 : 1 + Depth(type.BaseType);
}
