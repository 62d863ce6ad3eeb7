using System.Globalization;
using System.Text.Json;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>true or false (spec section 3.5.4).</summary>
sealed class BooleanScalar : ScalarType
{
    const string NotABoolean = "Boolean cannot represent a non boolean value";

    public BooleanScalar() : base("Boolean")
    {
        ClrType = typeof(bool);
        Description = "The `Boolean` scalar type represents `true` or `false`.";
    }

    public override object ParseLiteral(ValueNode literal) =>
        literal is BooleanValueNode boolean ? boolean.Value : throw BuiltInScalars.Refuse(NotABoolean, literal);

    public override object ParseJson(JsonElement json) =>
        json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : throw BuiltInScalars.Refuse(NotABoolean, json);

    // Result coercion: a number is true unless it is zero.
    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteBooleanValue(value switch
    {
        bool boolean => boolean,
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal =>
            Convert.ToDecimal(value, CultureInfo.InvariantCulture) != 0,
        double number when double.IsFinite(number) => number != 0,
        float number when float.IsFinite(number) => number != 0,
        _ => throw BuiltInScalars.Refuse(NotABoolean, value),
    });
}
