using System.Globalization;
using System.Text.Json;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>Text (spec section 3.5.3).</summary>
sealed class StringScalar : ScalarType
{
    const string NotAString = "String cannot represent a non string value";

    public StringScalar() : base("String")
    {
        ClrType = typeof(string);
        Description = "The `String` scalar type represents textual data, represented as UTF-8 character sequences. "
            + "The String type is most often used by GraphQL to represent free-form human-readable text.";
    }

    public override object ParseLiteral(ValueNode literal) =>
        literal is StringValueNode text ? text.Value : throw BuiltInScalars.Refuse(NotAString, literal);

    public override object ParseJson(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? json.GetString()! : throw BuiltInScalars.Refuse(NotAString, json);

    // Result coercion: other values where their text says the same, such as "true" or "1".
    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteStringValue(value switch
    {
        string text => text,
        bool boolean => boolean ? "true" : "false",
        char letter => letter.ToString(),
        Uri uri => uri.ToString(),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => throw BuiltInScalars.Refuse("String cannot represent value", value),
    });
}
