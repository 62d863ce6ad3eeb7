using System.Reflection;
using System.Runtime.CompilerServices;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>The types of arguments: leaves, and input object types made of records and classes.</summary>
sealed class InputTypes(SchemaDraft draft)
{
    readonly Dictionary<Type, InputObjectType> _types = [];

    /// <summary>A record, a struct, or a class that is called or marked as an input.</summary>
    public static bool IsInput(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || type.IsAbstract || type.IsInterface || type.Namespace?.Split('.')[0] == "System") return false;
        return type.IsValueType || IsRecord(type) || type.Name.EndsWith("Input", StringComparison.Ordinal)
            || type.IsDefined(typeof(InputObjectTypeAttribute), false) || type.IsDefined(typeof(OneOfAttribute), false);
    }

    public static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null || (type.IsValueType && HasPrintMembers(type));

    /// <summary>What the compiler writes for a record struct, which can't be cloned.</summary>
    static bool HasPrintMembers(Type type) => type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic)
        ?.IsDefined(typeof(CompilerGeneratedAttribute)) == true;

    public GraphQLType Of(TypeShape shape, Site site, LeafRule rule = default)
    {
        GraphQLType type = shape.Item is { } item ? new ListType(Of(item, site, rule)) : rule.Leaf ?? Named(shape.Type, site);
        return shape.IsNullable || shape.IsOptional ? type : new NonNullType(type);
    }

    public NamedType Named(Type clr, Site site)
    {
        if (draft.Scalars.Find(clr) is { } scalar) return draft.Outputs.Use(scalar);
        if (draft.Enums.Find(clr) is { } names) return names;
        if (_types.TryGetValue(clr, out var known)) return known;
        if (IsInput(clr)) return Make(clr);
        draft.Problem(site, TypeShape.IsDictionary(clr)
            ? $"the dictionary {clr.Name} has no GraphQL type. Take a list of records with a key and a value, or a JsonElement (Any)."
            : $"{clr.Name} can't be an input. Take a scalar, an enum, or a record of them.");
        return draft.Outputs.Use(draft.Scalars["String"]);
    }

    public InputMember Member(ParameterInfo info, TypeShape shape, Type? declaring, Site site)
    {
        var rule = LeafRule.Of(info, shape, declaring, site, draft);
        var type = Of(shape, site, rule);
        var definition = new InputValue(Naming.Argument(info), type)
        {
            Owner = site.Owner,
            Description = draft.Descriptions.Of(info),
            DeprecationReason = Descriptions.Deprecation(info),
            DefaultValue = Default(info, type, site),
            Scope = info.GetCustomAttribute<AuthorizeAttribute>()?.Scope,
            IsPersonal = Personal.IsMarked(info),
            AllowsMembers = FieldFacts.AllowsMembers(info),
        };
        return new(definition, InputValues.Reader(info.ParameterType, shape, rule));
    }

    public InputMember Member(PropertyInfo property, ParameterInfo? parameter, Site site)
    {
        var shape = TypeShape.Of(property);
        var rule = LeafRule.Of(property, shape, null, site, draft);
        var type = Of(shape, site, rule);
        var definition = new InputValue(Naming.Field(property), type)
        {
            Owner = site.Owner,
            Description = draft.Descriptions.Of(property),
            DeprecationReason = Descriptions.Deprecation(property),
            DefaultValue = Default(property, type, site) ?? (parameter is null ? null : Default(parameter, type, site)),
            Scope = property.Annotation<AuthorizeAttribute>()?.Scope,
            IsPersonal = Personal.IsMarked(property),
            AllowsMembers = FieldFacts.AllowsMembers((ICustomAttributeProvider)property),
        };
        return new(definition, InputValues.Reader(property.PropertyType, shape, rule));
    }

    InputObjectType Make(Type clr)
    {
        var type = new InputObjectType(Naming.Input(clr))
        {
            ClrType = clr,
            Owner = draft.Owners.Of(clr),
            Description = draft.Descriptions.Of(clr),
            Scope = clr.Annotation<AuthorizeAttribute>()?.Scope,
            IsPersonal = Personal.IsMarked(clr),
            IsOneOf = clr.IsDefined(typeof(OneOfAttribute), false),
        };
        _types.Add(clr, type);
        draft.Types.Add(type, clr.FullName ?? clr.Name);
        draft.Later(() => new InputCreation(type, clr, draft).Fill());
        return type;
    }

    ValueNode? Default(ICustomAttributeProvider member, GraphQLType type, Site site)
    {
        if (member.Annotation<DefaultValueAttribute>() is { } given) return Literal(given.Value, type, site);
        return member is ParameterInfo { HasDefaultValue: true, DefaultValue: { } constant } ? Literal(constant, type, site) : null;
    }

    ValueNode? Literal(object? value, GraphQLType type, Site site)
    {
        try
        {
            return DefaultLiteral.Of(value, type);
        }
        catch (CoercionException reason)
        {
            draft.Problem(site, $"the default doesn't fit {type}: {reason.Message} Change [DefaultValue].");
            return null;
        }
    }
}
