using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Headless.Build;

/// <summary>What DataAnnotations are in JSON Schema. The host validates with the annotations themselves; the schema tells people beforehand.</summary>
static class SettingsRules
{
    const string Secret = "Crm.Headless.SecretAttribute";

    public static bool IsSecret(PropertyInfo property) =>
        property.GetCustomAttributesData().Any(attribute => attribute.AttributeType.FullName == Secret);

    public static bool IsRequired(PropertyInfo property) => property.IsDefined(typeof(RequiredAttribute));

    public static void Add(PropertyInfo property, JsonObject schema)
    {
        foreach (var attribute in property.GetCustomAttributes<Attribute>()) Add(attribute, schema);
        if (!IsSecret(property)) return;
        schema["writeOnly"] = true;
        schema["x-secret"] = true;
    }

    static void Add(Attribute attribute, JsonObject schema)
    {
        switch (attribute)
        {
            case RequiredAttribute { AllowEmptyStrings: false } when IsText(schema):
                schema["minLength"] ??= 1;
                break;
            case RangeAttribute range:
                schema[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = NumberOf(range.Minimum);
                schema[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = NumberOf(range.Maximum);
                break;
            case StringLengthAttribute length:
                schema["maxLength"] = length.MaximumLength;
                if (length.MinimumLength > 0) schema["minLength"] = length.MinimumLength;
                break;
            case LengthAttribute length:
                schema[IsText(schema) ? "minLength" : "minItems"] = length.MinimumLength;
                schema[IsText(schema) ? "maxLength" : "maxItems"] = length.MaximumLength;
                break;
            case MinLengthAttribute least:
                schema[IsText(schema) ? "minLength" : "minItems"] = least.Length;
                break;
            case MaxLengthAttribute { Length: > 0 } most:
                schema[IsText(schema) ? "maxLength" : "maxItems"] = most.Length;
                break;
            case RegularExpressionAttribute expression:
                schema["pattern"] = $"^(?:{expression.Pattern})$";
                break;
            case UrlAttribute:
                schema["format"] = "uri";
                break;
            case EmailAddressAttribute:
                schema["format"] = "email";
                break;
            case AllowedValuesAttribute allowed:
                schema["enum"] = new JsonArray([.. allowed.Values.Select(value => JsonSerializer.SerializeToNode(value))]);
                break;
            case System.ComponentModel.DescriptionAttribute { Description.Length: > 0 } description:
                schema["description"] = description.Description;
                break;
            case DisplayAttribute { Name.Length: > 0 } display:
                schema["title"] = display.Name;
                break;
        }
    }

    static bool IsText(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => several.Any(type => type!.GetValue<string>() == "string"),
        { } type => type.GetValue<string>() == "string",
        null => false,
    };

    // [Range(typeof(decimal), "0.01", "10")] has its bounds as text until it is used.
    static JsonNode? NumberOf(object bound) => bound is string text
        ? decimal.TryParse(text, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(text)
        : JsonSerializer.SerializeToNode(bound, bound.GetType());
}
