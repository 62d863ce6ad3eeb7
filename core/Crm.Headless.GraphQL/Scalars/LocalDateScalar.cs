using System.Globalization;
using System.Text.Json;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Scalars;

sealed class LocalDateScalar() : TextScalar<DateOnly>("LocalDate", "a date of the calendar, such as 2026-02-28")
{
    const string Format = "yyyy-MM-dd";

    protected override bool TryRead(string text, out DateOnly value) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);

    public override void Write(Utf8JsonWriter writer, DateOnly value)
    {
        Span<byte> text = stackalloc byte[10];
        value.TryFormat(text, out var length, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    public override ValueNode ToLiteral(object value) => new StringValueNode(Unbox(value).ToString(Format, CultureInfo.InvariantCulture));
}
