using System.Text.Json;

namespace Crm.Headless.Server.Input;

/// <summary>Reads free attributes: a JSON object, and no dump.</summary>
static class Attributes
{
    const int MaxLength = 65_536;

    public static JsonElement? Read(JsonElement? value, FieldPath at)
    {
        if (value is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } json) return null;
        if (json.ValueKind != JsonValueKind.Object) throw new InvalidAttributesException(at, $"This is {json.ValueKind}, and an object is expected");
        if (json.GetRawText().Length > MaxLength) throw new InvalidAttributesException(at, $"The object has more than {MaxLength} characters");
        return json;
    }
}

/// <summary>The free attributes are no JSON object, or too much.</summary>
sealed class InvalidAttributesException(FieldPath field, string cause)
    : InputException("INVALID_ATTRIBUTES", field, $"{cause}. Give a small JSON object, such as {{\"table\": 12}}.");
