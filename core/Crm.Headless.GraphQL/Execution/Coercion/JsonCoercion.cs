using System.Text.Json;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Coercion;

/// <summary>Coerces the JSON of a variable to its type (the "input coercion" rules of spec section 3).</summary>
sealed class JsonCoercion(DefaultValues defaults, InputErrors errors)
{
    public object? Coerce(JsonElement json, GraphQLType type)
    {
        if (json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return type.IsNonNull ? errors.Add($"Expected value of non-null type \"{type}\" not to be null.") : null;
        return type.Nullable switch
        {
            ListType list => CoerceList(json, list),
            InputObjectType map => CoerceObject(json, map),
            EnumType names => CoerceEnum(json, names),
            ScalarType scalar => CoerceScalar(json, scalar),
            var other => throw new InvalidOperationException($"{other} is no input type."),
        };
    }

    // Spec section 3.12: a value that isn't a list is a list of that one value.
    object?[] CoerceList(JsonElement json, ListType list)
    {
        if (json.ValueKind is not JsonValueKind.Array) return [Coerce(json, list.OfType)];
        var items = new object?[json.GetArrayLength()];
        var index = 0;
        foreach (var item in json.EnumerateArray())
        {
            if (errors.IsFull) break;
            var before = errors.Count;
            items[index] = Coerce(item, list.OfType);
            if (errors.Count > before) errors.Inside(index, before);
            index++;
        }
        return items;
    }

    // Spec section 3.10.
    object? CoerceObject(JsonElement json, InputObjectType type)
    {
        if (json.ValueKind is not JsonValueKind.Object)
            return errors.Add($"Expected value of type \"{type}\" to be an object, found: {InputErrors.Show(json)}.");
        var start = errors.Count;
        var values = new Dictionary<string, object?>(type.Fields.Count);
        foreach (var property in json.EnumerateObject())
        {
            if (errors.IsFull) return null;
            if (!type.Fields.TryGetValue(property.Name, out var field))
            {
                errors.AddUnknownField(type, property.Name, InputErrors.Show(json));
                continue;
            }
            var before = errors.Count;
            values[field.Name] = Coerce(property.Value, field.Type);
            if (errors.Count > before) errors.Inside(field.Name, before);
        }
        return InputObject.Complete(type, values, () => InputErrors.Show(json), defaults, errors, start);
    }

    object? CoerceEnum(JsonElement json, EnumType type)
    {
        if (json.ValueKind is not JsonValueKind.String)
            return errors.Add($"Enum \"{type}\" cannot represent non-string value: {InputErrors.Show(json)}.");
        var name = json.GetString()!;
        return type.Values.TryGetValue(name, out var value)
            ? value.Value
            : errors.Add($"Value \"{InputErrors.Show(name)}\" does not exist in \"{type}\" enum.");
    }

    object? CoerceScalar(JsonElement json, ScalarType type)
    {
        try
        {
            return type.ParseJson(json);
        }
        catch (CoercionException refusal)
        {
            return errors.Add(refusal.Message);
        }
    }
}
