using System.Text.Json;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Execution.Coercion;

/// <summary>The coerced variables of one request; one that was neither given nor has a default is absent (spec section 6.1.2).</summary>
sealed class VariableValues
{
    public static VariableValues None { get; } = new();

    readonly Dictionary<string, (object? Value, JsonElement Json, ValueNode? Literal)> _values = [];

    public void Set(string name, object? value, JsonElement json) => _values[name] = (value, json, null);

    public void Set(string name, object? value, ValueNode literal) => _values[name] = (value, default, literal);

    public bool TryGet(string name, out object? value)
    {
        var found = _values.TryGetValue(name, out var entry);
        value = entry.Value;
        return found;
    }

    /// <summary>
    /// The literal with its variables replaced by what the client gave for them: custom scalars coerce literals as a whole.
    /// </summary>
    public ValueNode ReplaceIn(ValueNode literal) => literal switch
    {
        VariableNode variable => LiteralOf(variable.Name.Value),
        ListValueNode list when this != None => new ListValueNode([.. list.Items.Select(ReplaceIn)]),
        ObjectValueNode map when this != None => new ObjectValueNode([.. map.Fields.Where(IsPresent).Select(ReplaceIn)]),
        _ => literal,
    };

    ObjectFieldNode ReplaceIn(ObjectFieldNode field) => new(field.Name, ReplaceIn(field.Value));

    bool IsPresent(ObjectFieldNode field) => field.Value is not VariableNode variable || _values.ContainsKey(variable.Name.Value);

    ValueNode LiteralOf(string name) =>
        !_values.TryGetValue(name, out var entry) ? new NullValueNode()
        : entry.Literal ?? LiteralValue.FromClr(JsonValue.ToClr(entry.Json));
}
