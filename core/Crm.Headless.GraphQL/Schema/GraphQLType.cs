using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>A type in a position of the schema: a named type, or a list or non-null of one (spec section 3.4).</summary>
public abstract class GraphQLType
{
    /// <summary>The type without any list or non-null around it.</summary>
    public abstract NamedType Named { get; }

    public bool IsNonNull => this is NonNullType;

    /// <summary>The type without an outer non-null.</summary>
    public GraphQLType Nullable => this is NonNullType nonNull ? nonNull.OfType : this;

    public bool IsInput => Named is ScalarType or EnumType or InputObjectType;
    public bool IsOutput => Named is not InputObjectType;
    public bool IsLeaf => Named is ScalarType or EnumType;
}

public sealed class ListType(GraphQLType ofType) : GraphQLType
{
    public GraphQLType OfType { get; } = ofType;
    public override NamedType Named => OfType.Named;
    public override string ToString() => $"[{OfType}]";
}

public sealed class NonNullType(GraphQLType ofType) : GraphQLType
{
    public GraphQLType OfType { get; } = ofType;
    public override NamedType Named => OfType.Named;
    public override string ToString() => $"{OfType}!";
}

/// <summary>A type with a name, an owner and a description. Made by a builder, never changed afterwards.</summary>
public abstract class NamedType(string name) : GraphQLType
{
    public string Name { get; } = name;
    public string? Description { get; init; }
    public Owner Owner { get; init; } = Owner.Core;

    /// <summary>The CLR type behind it; null for a type that comes from SDL.</summary>
    public Type? ClrType { get; init; }

    /// <summary>The scope that using it needs, see <c>[Authorize]</c>; null: whoever reaches it.</summary>
    public string? Scope { get; init; }

    /// <summary>All of it tells something about a person, see <c>[PersonalData]</c>.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>
    /// What the engine made it for, such as the row type of a connection, an edge or a filter: where that one doesn't exist, this one
    /// doesn't either.
    /// </summary>
    public NamedType? Follows { get; init; }

    /// <summary>Where it was defined, for the errors of a schema that comes from SDL.</summary>
    public TypeDefinitionNode? Syntax { get; init; }

    /// <summary>The extensions that are part of it.</summary>
    public IReadOnlyList<TypeDefinitionNode> Extensions { get; init; } = [];
    public override NamedType Named => this;
    public override string ToString() => Name;
}

/// <summary>A type that can stand before a selection set: object, interface or union.</summary>
public abstract class CompositeType(string name) : NamedType(name);

/// <summary>A type with fields: object or interface.</summary>
public abstract class FieldsType(string name) : CompositeType(name)
{
    public IReadOnlyDictionary<string, Field> Fields { get; internal set; } = FieldMap<Field>.Empty;
    public IReadOnlyList<InterfaceType> Interfaces { get; internal set; } = [];

    /// <summary>
    /// Rows are made of it, so that it has a policy of its own and members see only what says so; a value follows from the field that
    /// returns it.
    /// </summary>
    public bool IsRow { get; internal set; }
}

public sealed class ObjectType(string name) : FieldsType(name);

public sealed class InterfaceType(string name) : FieldsType(name);

public sealed class UnionType(string name) : CompositeType(name)
{
    public IReadOnlyList<ObjectType> Types { get; internal set; } = [];
}

public sealed class EnumType(string name) : NamedType(name)
{
    public IReadOnlyDictionary<string, EnumValue> Values { get; internal set; } = FieldMap<EnumValue>.Empty;
}

/// <param name="name">UPPER_SNAKE.</param>
/// <param name="value">What resolvers return and receive for it; the name itself for a type that comes from SDL.</param>
public sealed class EnumValue(string name, object value)
{
    public string Name { get; } = name;
    public object Value { get; } = value;
    public string? Description { get; init; }
    public string? DeprecationReason { get; init; }
    public Owner Owner { get; init; } = Owner.Core;

    /// <summary>Nobody declares it any more: stored rows may have it, new ones shouldn't get it.</summary>
    public bool IsRetired { get; init; }
}

public sealed class InputObjectType(string name) : NamedType(name)
{
    public IReadOnlyDictionary<string, InputValue> Fields { get; internal set; } = FieldMap<InputValue>.Empty;

    /// <summary>The fields that a view hides: nobody gives them, so they get their defaults.</summary>
    public IReadOnlyList<InputValue> Hidden { get; internal set; } = [];

    /// <summary>Exactly one field is given, and it isn't null (spec section 3.10.1).</summary>
    public bool IsOneOf { get; init; }

    /// <summary>Makes the CLR value from the coerced fields; null: resolvers get a dictionary.</summary>
    public Func<IReadOnlyDictionary<string, object?>, object>? Create { get; internal set; }
}
