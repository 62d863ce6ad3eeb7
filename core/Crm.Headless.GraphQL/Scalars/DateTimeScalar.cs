using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Scalars;

/// <summary>A moment, RFC 3339 with any offset in, UTC with up to microseconds out. Finer fractions are cut, as the database does.</summary>
sealed partial class DateTimeScalar() : TextScalar<DateTimeOffset>("DateTime", "a date, a time and an offset, such as 2026-03-01T09:30:00Z")
{
    const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    protected override bool TryRead(string text, out DateTimeOffset value)
    {
        value = default;
        if (Rfc3339().Match(text) is not { Success: true } match) return false;
        var fraction = match.Groups["fraction"].Value;
        if (fraction.Length > 7) fraction = fraction[..7];
        var whole = $"{text[..10]}T{text[11..19]}{fraction}{match.Groups["offset"].Value.ToUpperInvariant()}";
        return DateTimeOffset.TryParse(whole, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out value);
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value)
    {
        Span<byte> text = stackalloc byte[32];
        value.UtcDateTime.TryFormat(text, out var length, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    public override ValueNode ToLiteral(object value) =>
        new StringValueNode(Unbox(value).UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));

    /// <summary>A DateTime without a kind is UTC: that is how databases give it back.</summary>
    protected override DateTimeOffset Unbox(object value) => value switch
    {
        DateTime { Kind: DateTimeKind.Unspecified } utc => new DateTimeOffset(utc, TimeSpan.Zero),
        DateTime time => new DateTimeOffset(time),
        _ => base.Unbox(value),
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?<fraction>\.\d+)?(?<offset>[Zz]|[+-]\d\d:\d\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();
}
