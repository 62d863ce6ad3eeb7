using System.Collections;
using System.Text.Json;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>JSON as plain CLR values and back, for values without a type of their own (<c>Any</c>, custom scalars from SDL).</summary>
public static class JsonValue
{
    public static object? ToClr(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var integer) ? integer : Finite(json.GetDouble(), json.GetRawText()),
        JsonValueKind.Array => json.EnumerateArray().Select(ToClr).ToList(),
        _ => ToMap(json),
    };

    // RFC 8259 leaves equal names to the reader; as most do, the last one counts.
    static Dictionary<string, object?> ToMap(JsonElement json)
    {
        var map = new Dictionary<string, object?>();
        foreach (var property in json.EnumerateObject()) map[property.Name] = ToClr(property.Value);
        return map;
    }

    /// <summary>JSON can write numbers that no double can hold, and no answer can hold an infinite one.</summary>
    /// <exception cref="CoercionException">It isn't finite.</exception>
    internal static double Finite(double value, string text) => double.IsFinite(value)
        ? value
        : throw new CoercionException($"The number {(text.Length <= 50 ? text : text[..47] + "...")} is out of range.");

    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool boolean: writer.WriteBooleanValue(boolean); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case double number: writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case JsonElement json: json.WriteTo(writer); break;
            case IReadOnlyDictionary<string, object?> map:
                writer.WriteStartObject();
                foreach (var (key, item) in map)
                {
                    writer.WritePropertyName(key);
                    Write(writer, item);
                }
                writer.WriteEndObject();
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var item in list) Write(writer, item);
                writer.WriteEndArray();
                break;
            default: writer.WriteStringValue(value.ToString()); break;
        }
    }
}
