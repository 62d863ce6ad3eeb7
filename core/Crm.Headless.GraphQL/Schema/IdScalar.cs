using System.Globalization;
using System.Text.Json;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>A unique identifier: always text in an answer, text or an integer in a request (spec section 3.5.5).</summary>
sealed class IdScalar : ScalarType
{
    const string NotAnId = "ID cannot represent a non-string and non-integer value";

    public IdScalar() : base("ID") =>
        Description = "The `ID` scalar type represents a unique identifier, often used to refetch an object or as key for a cache. "
            + "The ID type appears in a JSON response as a String; however, it is not intended to be human-readable. "
            + "When expected as an input type, any string (such as `\"4\"`) or integer (such as `4`) input value will be accepted "
            + "as an ID.";

    public override object ParseLiteral(ValueNode literal) => literal switch
    {
        StringValueNode text => text.Value,
        IntValueNode integer => integer.Text,
        _ => throw BuiltInScalars.Refuse(NotAnId, literal),
    };

    public override object ParseJson(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String) return json.GetString()!;
        var isInteger = json.ValueKind == JsonValueKind.Number && json.GetRawText().AsSpan().IndexOfAny(".eE") < 0;
        return isInteger ? json.GetRawText() : throw BuiltInScalars.Refuse(NotAnId, json);
    }

    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteStringValue(value switch
    {
        string text => text,
        Guid guid => guid.ToString(),
        sbyte or byte or short or ushort or int or uint or long or ulong => Convert.ToString(value, CultureInfo.InvariantCulture),
        double number when Math.Floor(number) == number => number.ToString("0", CultureInfo.InvariantCulture),
        _ => throw BuiltInScalars.Refuse("ID cannot represent value", value),
    });
}
