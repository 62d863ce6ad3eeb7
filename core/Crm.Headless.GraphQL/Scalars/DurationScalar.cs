using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Scalars;

/// <summary>A length of time, ISO 8601. Years and months are refused: they have no fixed length.</summary>
sealed partial class DurationScalar() : TextScalar<TimeSpan>("Duration", "weeks, days, hours, minutes and seconds, such as P1DT2H30M")
{
    protected override bool TryRead(string text, out TimeSpan value)
    {
        value = default;
        if (Weeks().Match(text) is { Success: true } weeks) return TryDays(weeks, out value);
        if (!Iso8601().IsMatch(text)) return false;
        try
        {
            value = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception tooLong) when (tooLong is OverflowException or FormatException)
        {
            return false;
        }
    }

    static bool TryDays(Match weeks, out TimeSpan value)
    {
        value = default;
        if (!int.TryParse(weeks.Groups["weeks"].ValueSpan, out var count) || count > 1_000_000) return false;
        value = TimeSpan.FromDays(7 * (weeks.Groups["sign"].Length > 0 ? -count : count));
        return true;
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value) => writer.WriteStringValue(XmlConvert.ToString(value));

    public override ValueNode ToLiteral(object value) => new StringValueNode(XmlConvert.ToString(Unbox(value)));

    [GeneratedRegex(@"^(?<sign>-?)P(?<weeks>\d+)W$", RegexOptions.CultureInvariant)]
    private static partial Regex Weeks();

    [GeneratedRegex(@"^-?P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Iso8601();
}
