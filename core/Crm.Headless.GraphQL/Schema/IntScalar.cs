using System.Globalization;
using System.Text.Json;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>A signed 32-bit number without a fraction (spec section 3.5.1).</summary>
sealed class IntScalar : ScalarType
{
    const string NotAnInteger = "Int cannot represent non-integer value";
    const string OutOfRange = "Int cannot represent non 32-bit signed integer value";

    public IntScalar() : base("Int")
    {
        ClrType = typeof(int);
        Description = "The `Int` scalar type represents non-fractional signed whole numeric values. "
            + "Int can represent values between -(2^31) and 2^31 - 1.";
    }

    // Input coercion: only integer literals, also where a float would have no fraction.
    public override object ParseLiteral(ValueNode literal)
    {
        if (literal is not IntValueNode integer) throw BuiltInScalars.Refuse(NotAnInteger, literal);
        return int.TryParse(integer.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw BuiltInScalars.Refuse(OutOfRange, literal);
    }

    // JSON has one kind of number: 1.0 and 1e3 are integers there.
    public override object ParseJson(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Number) throw BuiltInScalars.Refuse(NotAnInteger, json);
        if (json.TryGetInt32(out var value)) return value;
        if (!json.TryGetDouble(out var number) || Math.Floor(number) != number) throw BuiltInScalars.Refuse(NotAnInteger, json);
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw BuiltInScalars.Refuse(OutOfRange, json);
    }

    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteNumberValue(Represent(value));

    // Result coercion: a value that is a whole number without loss, in whatever CLR type.
    static int Represent(object value)
    {
        switch (value)
        {
            case int number: return number;
            case bool boolean: return boolean ? 1 : 0;
            case string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return Narrow(number, value);
            case double number when double.IsFinite(number) && Math.Abs(number) < 1e18: return Narrow((decimal)number, value);
            case float number when float.IsFinite(number) && Math.Abs(number) < 1e18f: return Narrow((decimal)number, value);
            case sbyte or byte or short or ushort or uint or long or ulong or decimal:
                return Narrow(Convert.ToDecimal(value, CultureInfo.InvariantCulture), value);
            default: throw BuiltInScalars.Refuse(NotAnInteger, value);
        }
    }

    static int Narrow(decimal number, object value)
    {
        if (decimal.Truncate(number) != number) throw BuiltInScalars.Refuse(NotAnInteger, value);
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw BuiltInScalars.Refuse(OutOfRange, value);
    }
}
