using System.Reflection;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>A field of an object or interface type (spec section 3.6).</summary>
public sealed class Field(string name, GraphQLType type)
{
    public string Name { get; } = name;
    public GraphQLType Type { get; } = type;
    public string? Description { get; init; }
    public string? DeprecationReason { get; init; }
    public IReadOnlyDictionary<string, InputValue> Arguments { get; init; } = FieldMap<InputValue>.Empty;

    /// <summary>The arguments as the resolver counts them: also those that a view hides, which get their defaults.</summary>
    public IReadOnlyList<InputValue> Slots { get => field ?? [.. Arguments.Values]; init; }
    public Owner Owner { get; init; } = Owner.Core;

    /// <summary>How its value is found; null for an interface's field and in a schema that comes from SDL.</summary>
    public FieldResolver? Resolver { get; init; }

    /// <summary>The scope that reading it needs; null: whoever may read the type. See <c>[Authorize]</c>.</summary>
    public string? Scope { get; init; }

    /// <summary>Tells something about a person, see <c>[PersonalData]</c>.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>What is left of a personal value.</summary>
    public PersonalDataMask Mask { get; init; }

    /// <summary>What masks the value besides, each for those who lack its scope. See <c>[MaskedWithout]</c>.</summary>
    public IReadOnlyList<FieldMask> Masks { get; init; } = [];

    /// <summary>In a view: the value comes masked.</summary>
    public bool IsMasked { get; init; }

    /// <summary>Whether members may use it; null: as the type says that it belongs to, see <see cref="FieldsType.IsRow"/>.</summary>
    public bool? AllowsMembers { get; init; }

    /// <summary>The parent's properties that its resolver reads; null: the whole parent.</summary>
    public IReadOnlyList<PropertyInfo>? Reads { get; init; }

    /// <summary>Static cost of one call, see <c>[Cost]</c>.</summary>
    public double Cost { get; init; } = 1;

    /// <summary>The largest list it can return, for the static cost; null when it isn't a list or doesn't say.</summary>
    public int? ListSize { get; init; }

    public FieldDefinitionNode? Syntax { get; init; }
}

/// <summary>What is left of a field's value for those who lack a scope.</summary>
public sealed record FieldMask(string Scope, PersonalDataMask Mask);

/// <summary>An argument, or a field of an input object (spec sections 3.6.1 and 3.10).</summary>
public sealed class InputValue(string name, GraphQLType type)
{
    public string Name { get; } = name;
    public GraphQLType Type { get; } = type;
    public string? Description { get; init; }
    public string? DeprecationReason { get; init; }

    /// <summary>As a literal; null when there is no default, a <see cref="NullValueNode"/> when the default is null.</summary>
    public ValueNode? DefaultValue { get; init; }
    public Owner Owner { get; init; } = Owner.Core;

    /// <summary>The scope that using it needs; null: whoever may use the field or the input type.</summary>
    public string? Scope { get; init; }

    /// <summary>Tells something about a person: neither filtered nor sorted by without that right.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>False: members don't give it, although they may use the field.</summary>
    public bool AllowsMembers { get; init; } = true;

    /// <summary>The field that it filters or orders by: where that one can't be read as it is, this one doesn't exist.</summary>
    public FieldReference? Follows { get; init; }
    public InputValueDefinitionNode? Syntax { get; init; }

    /// <summary>Non-null and without a default: must be given.</summary>
    public bool IsRequired => Type.IsNonNull && DefaultValue is null;
}

/// <summary>A field of a type that may not be filled yet.</summary>
public sealed record FieldReference(FieldsType Type, string Name)
{
    /// <summary>Null when the type has no such field.</summary>
    public Field? Field => Type.Fields.GetValueOrDefault(Name);
}

/// <summary>A directive that documents may use (spec section 3.13).</summary>
public sealed class DirectiveType(string name)
{
    public string Name { get; } = name;
    public string? Description { get; init; }
    public bool IsRepeatable { get; init; }
    public IReadOnlyDictionary<string, InputValue> Arguments { get; init; } = FieldMap<InputValue>.Empty;

    /// <summary>Names of the spec: <c>FIELD</c>, <c>QUERY</c>, <c>ARGUMENT_DEFINITION</c> ...</summary>
    public IReadOnlyList<string> Locations { get; init; } = [];
    public Owner Owner { get; init; } = Owner.Core;
    public DirectiveDefinitionNode? Syntax { get; init; }
}
