using System.Globalization;
using System.Text.Json;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Scalars;

/// <summary>A decimal number with exactly the digits that were written: 12.50 stays 12.50.</summary>
sealed class DecimalScalar() : ValueScalar<decimal>("Decimal", "a number with at most 28 digits, such as 12.50")
{
    public override object ParseLiteral(ValueNode literal) => literal switch
    {
        IntValueNode integer => Read(integer.Text),
        FloatValueNode number => Read(number.Text),
        _ => throw Refused(Given.Of(literal)),
    };

    public override object ParseJson(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number ? Read(json.GetRawText()) : throw Refused(Given.Of(json));

    public override void Write(Utf8JsonWriter writer, decimal value) => writer.WriteNumberValue(value);

    decimal Read(string text)
    {
        if (IsExact(text) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return value;
        throw Refused(text);
    }

    /// <summary>decimal.Parse rounds what it can't hold; money must not be rounded silently.</summary>
    static bool IsExact(string text)
    {
        var mark = text.IndexOfAny(['e', 'E']);
        var digits = (mark < 0 ? text : text[..mark]).TrimStart('-').TrimStart('0');
        var point = digits.IndexOf('.');
        var fraction = point < 0 ? 0 : digits.Length - point - 1;
        if (digits.Length - (point < 0 ? 0 : 1) > 28) return false;
        return mark < 0
            || (int.TryParse(text[(mark + 1)..], CultureInfo.InvariantCulture, out var exponent) && fraction - (long)exponent <= 28);
    }

    protected override decimal Unbox(object value) => value switch
    {
        int number => number,
        long number => number,
        _ => base.Unbox(value),
    };
}
