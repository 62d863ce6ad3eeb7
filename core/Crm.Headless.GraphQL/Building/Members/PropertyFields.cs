using System.Reflection;
using System.Runtime.CompilerServices;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>Properties as fields: auto-properties are read while the answer is written, others are computed beforehand.</summary>
sealed class PropertyFields(SchemaDraft draft)
{
    public Field Create(FieldsType type, Type clr, PropertyInfo property)
    {
        var name = Naming.Field(property);
        var site = new Site($"{type.Name}.{name}", type.Owner);
        var shape = TypeShape.Of(property);
        var rule = RuleOf(clr, property, shape, site);
        var isAuto = IsAuto(property);
        IReadOnlyList<PropertyInfo>? reads = isAuto ? [property] : null;
        return new Field(name, draft.Outputs.Of(shape, site, rule))
        {
            Owner = type.Owner,
            Description = draft.Descriptions.Of(property),
            DeprecationReason = Descriptions.Deprecation(property),
            Resolver = type is InterfaceType ? null : Resolver(clr, property, shape, rule, site, isAuto),
            Reads = reads,
            Scope = FieldFacts.Scope(property, null),
            IsPersonal = Personal.Is(property, clr, reads),
            Mask = Personal.Mask(property),
            Masks = draft.Masks.Of(property, clr, reads),
            AllowsMembers = FieldFacts.AllowsMembers(property, property.DeclaringType),
            Cost = FieldFacts.Cost(property),
            ListSize = FieldFacts.ListSize(property),
        };
    }

    /// <summary>The key of a node is its global id without saying so.</summary>
    public LeafRule RuleOf(Type clr, PropertyInfo property, TypeShape shape, Site site)
    {
        var isNodeKey = property.Name == "Id" && shape is { Item: null } && shape.Type == typeof(Guid) && clr.IsDefined(typeof(NodeAttribute), true);
        return isNodeKey
            ? new(draft.Outputs.Use(draft.Scalars.Id), Naming.Output(clr))
            : LeafRule.Of(property, shape, clr, site, draft);
    }

    FieldResolver Resolver(Type clr, PropertyInfo property, TypeShape shape, LeafRule rule, Site site, bool isAuto)
    {
        var get = PropertyReader.Get(clr, property);
        if (rule.IdOf is not null) get = get.Then(OutputValue.Ids(shape, rule.IdOf));
        if (!isAuto || MayRunCode(property, shape, site.Owner))
            return new ComputedResolver((parent, _) => get(parent));
        var leaf = shape.Item is null ? rule.Leaf ?? draft.Outputs.Named(shape.Type, site) : null;
        return new MemberResolver(get, leaf is null ? null : PropertyWriter.Create(clr, property, leaf, rule.IdOf));
    }

    /// <summary>A plugin's class may override the getter, and its property may hold a sequence that is computed when it is walked.</summary>
    static bool MayRunCode(PropertyInfo property, TypeShape shape, Owner owner) =>
        !owner.IsCore && (IsOverridable(property.GetMethod!) || shape.Item is not null && !IsPlainList(property.PropertyType));

    static bool IsOverridable(MethodInfo getter) => getter is { IsVirtual: true, IsFinal: false, DeclaringType.IsSealed: false };

    static bool IsPlainList(Type type) => type.IsArray || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>));

    /// <summary>The compiler wrote its getter: reading it costs nothing and can't fail.</summary>
    public static bool IsAuto(PropertyInfo property) => property.GetMethod!.IsDefined(typeof(CompilerGeneratedAttribute));
}
