using System.Globalization;
using System.Text.Json;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>A finite double-precision number (spec section 3.5.2).</summary>
sealed class FloatScalar : ScalarType
{
    const string NotANumber = "Float cannot represent non numeric value";

    public FloatScalar() : base("Float")
    {
        ClrType = typeof(double);
        Description = "The `Float` scalar type represents signed double-precision fractional values as specified by "
            + "[IEEE 754](https://en.wikipedia.org/wiki/IEEE_floating_point).";
    }

    // Input coercion: integer literals count as numbers without a fraction.
    public override object ParseLiteral(ValueNode literal)
    {
        var text = literal switch
        {
            IntValueNode integer => integer.Text,
            FloatValueNode number => number.Text,
            _ => throw BuiltInScalars.Refuse(NotANumber, literal),
        };
        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? value : throw BuiltInScalars.Refuse(NotANumber, literal);
    }

    public override object ParseJson(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : throw BuiltInScalars.Refuse(NotANumber, json);

    public override void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case sbyte or byte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number: writer.WriteNumberValue(number); break;
            case bool boolean: writer.WriteNumberValue(boolean ? 1 : 0); break;
            case string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                                  && double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            default: throw BuiltInScalars.Refuse(NotANumber, value);
        }
    }
}
