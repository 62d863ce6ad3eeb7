using System.Globalization;
using System.Text.Json;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Scalars;

sealed class LocalTimeScalar() : TextScalar<TimeOnly>("LocalTime", "a time of day, such as 09:30:00")
{
    const string Format = "HH:mm:ss.FFFFFF";

    protected override bool TryRead(string text, out TimeOnly value) => TimeOnly.TryParseExact(
        text, ["HH:mm:ss", "HH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out value);

    public override void Write(Utf8JsonWriter writer, TimeOnly value)
    {
        Span<byte> text = stackalloc byte[16];
        value.TryFormat(text, out var length, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    public override ValueNode ToLiteral(object value) => new StringValueNode(Unbox(value).ToString(Format, CultureInfo.InvariantCulture));
}
