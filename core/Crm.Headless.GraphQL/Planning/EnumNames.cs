using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>The names of an enum's values, encoded once (result coercion of spec section 3.9).</summary>
sealed class EnumNames(EnumType type)
{
    readonly FrozenDictionary<object, JsonEncodedText> _names = type.Values.Values
        .DistinctBy(value => value.Value)
        .ToFrozenDictionary(value => value.Value, value => JsonEncodedText.Encode(value.Name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping));

    public void Write(Utf8JsonWriter json, object value)
    {
        if (!_names.TryGetValue(value, out var name))
            throw new CoercionException($"Enum \"{type}\" cannot represent value: \"{value}\".");
        json.WriteStringValue(name);
    }
}
