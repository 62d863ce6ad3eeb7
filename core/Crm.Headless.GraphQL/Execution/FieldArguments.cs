using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>The coerced arguments of one field (spec section 6.4.1), in the order of the field's definition.</summary>
public sealed class FieldArguments(IReadOnlyList<InputValue> definitions, object?[] values, bool[] given)
{
    public static FieldArguments None { get; } = new([], [], []);

    /// <summary>The value of the argument at this place of the definition; null when it is null or was not given.</summary>
    public object? this[int index] => values[index];

    /// <summary>Whether the argument was given, or has a default: tells "null" from "not given".</summary>
    public bool IsGiven(int index) => given[index];

    /// <summary>By name, null when not given; for the few places that don't know the order.</summary>
    public object? Get(string name)
    {
        for (var i = 0; i < values.Length; i++)
            if (definitions[i].Name == name) return values[i];
        return null;
    }
}
