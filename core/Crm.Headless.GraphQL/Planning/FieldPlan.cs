using System.Text.Json;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>A field of one concrete type as an operation selects it, with all its occurrences merged (spec section 6.3.2).</summary>
sealed class FieldPlan(ObjectType type, Field field, FieldResolver resolver)
{
    public ObjectType Type { get; } = type;
    public Field Field { get; } = field;
    public FieldResolver Resolver { get; } = resolver;
    public required string ResponseName { get; init; }
    public required JsonEncodedText EncodedName { get; init; }
    public required ArgumentsPlan Arguments { get; init; }
    public required ValueShape Shape { get; init; }

    /// <summary>One per occurrence, in their order: the field is there when one of them holds.</summary>
    public required Condition[] Conditions { get; init; }

    /// <summary>Where the occurrences stand in the document.</summary>
    public required int[] Starts { get; init; }

    /// <summary>What is selected below it, per object type that it may return; empty for a leaf.</summary>
    public required ObjectPlan[] Children { get; init; }

    /// <summary><c>__typename</c>, which needs no resolver.</summary>
    public bool IsTypeName { get; } = field == MetaFields.TypeName;

    /// <summary>Returns a part of the schema.</summary>
    public bool IsIntrospection { get; } = field.Type.Named.Name.StartsWith("__", StringComparison.Ordinal);

    /// <summary>The field's own type says which object type it returns: no value has to be asked.</summary>
    public bool ReturnsOneType { get; } = field.Type.Named is ObjectType;

    /// <summary>Read while the answer is written: nothing below it has to be resolved.</summary>
    public bool IsReadOnWrite { get; } =
        field == MetaFields.TypeName || resolver is MemberResolver && field.Type.Named is not CompositeType;

    /// <summary>The index of a type among <see cref="Children"/>, or -1.</summary>
    public int ChildOf(ObjectType? type)
    {
        for (var i = 0; i < Children.Length; i++)
            if (Children[i].Type == type) return i;
        return -1;
    }

    /// <summary>The first occurrence that holds, or -1.</summary>
    public int FirstOccurrence(ulong variables) => Array.FindIndex(Conditions, condition => condition.Holds(variables));

    public bool IsSelected(ulong variables) => FirstOccurrence(variables) >= 0;
}
