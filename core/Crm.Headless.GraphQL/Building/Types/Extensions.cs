
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>A class with fields or values for a type, and who brings it.</summary>
sealed record Extension(Type Class, SchemaSource Source);

/// <summary>The annotated classes of all sources, by the type that they extend, in the order of the sources.</summary>
sealed class Extensions
{
    readonly SchemaDraft _draft;
    readonly ILookup<Type, Extension> _ofObjects;
    readonly ILookup<Type, Extension> _ofInterfaces;
    readonly ILookup<Type, Extension> _ofEnums;

    public Extensions(SchemaDraft draft)
    {
        _draft = draft;
        _ofObjects = ByTarget(typeof(ObjectTypeAttribute<>));
        _ofInterfaces = ByTarget(typeof(InterfaceTypeAttribute<>));
        _ofEnums = ByTarget(typeof(EnumTypeAttribute<>));
    }

    public IEnumerable<Extension> All => _draft.Sources.SelectMany(source => source.Types.Select(type => new Extension(type, source)));

    public IEnumerable<Extension> With<TAttribute>() where TAttribute : Attribute =>
        All.Where(extension => extension.Class.IsDefined(typeof(TAttribute), inherit: false));

    /// <summary>The classes that add fields to the type's object type, those of its interfaces included.</summary>
    public IEnumerable<Extension> OfObject(Type type) =>
        _ofObjects[type].Concat(Ancestors(type).SelectMany(ancestor => _ofInterfaces[ancestor]));

    /// <summary>The classes with <c>[ObjectType&lt;T&gt;]</c> of this very type.</summary>
    public IEnumerable<Extension> Declared(Type type) => _ofObjects[type];

    public IEnumerable<Extension> OfInterface(Type type) => _ofInterfaces[type];
    public IEnumerable<Extension> OfEnum(Type type) => _ofEnums[type];
    public bool IsOpenEnum(Type type) => _ofEnums.Contains(type);

    /// <summary>Types that belong into the schema although no field mentions them.</summary>
    public void MentionTypes()
    {
        foreach (var input in With<InputObjectTypeAttribute>()) _draft.Inputs.Named(input.Class, Site(input));
        foreach (var target in _ofObjects)
            foreach (var extension in target) Mention(target.Key, extension);
        foreach (var node in With<NodeAttribute>()) _draft.Outputs.Named(node.Class, Site(node));
    }

    void Mention(Type target, Extension extension)
    {
        if (_draft.Outputs.Named(target, Site(extension)) is not ObjectType and var type)
            _draft.Problem(Site(extension),
                $"{type.Name} is no object type. Use [InterfaceType<{target.Name}>] for an interface, and classes for objects.");
    }

    static Site Site(Extension extension) => new(extension.Class.Name, extension.Source.Owner);

    public static IEnumerable<Type> Ancestors(Type type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType) yield return ancestor;
        foreach (var face in type.GetInterfaces()) yield return face;
    }

    ILookup<Type, Extension> ByTarget(Type attribute) => All
        .SelectMany(extension => extension.Class.GetCustomAttributesData()
            .Where(data => TypeShape.IsGeneric(data.AttributeType, attribute))
            .Select(data => (Target: data.AttributeType.GetGenericArguments()[0], extension)))
        .ToLookup(pair => pair.Target, pair => pair.extension);
}
