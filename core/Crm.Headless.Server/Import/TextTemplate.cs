using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Server.Import;

/// <summary>
/// A text with places for columns: <c>{Column}</c>, for a date with its format <c>{Column:yyyyMMdd}</c>, and <c>{$line}</c> for the number of
/// the line. Its value is converted to the leaf type that stands there.
/// </summary>
internal sealed partial class TextTemplate : RowTemplate
{
    const string LineNumber = "$line";

    readonly NamedType _type;
    readonly TimeZoneInfo _zone;
    readonly (string Text, string? Column, string? Format)[] _parts;

    public TextTemplate(string text, NamedType type, TimeZoneInfo zone)
    {
        (_type, _zone) = (type, zone);
        var parts = new List<(string, string?, string?)>();
        var end = 0;
        foreach (Match place in Place().Matches(text))
        {
            parts.Add((text[end..place.Index], place.Groups["column"].Value, place.Groups["format"] is { Success: true, Value: var format } ? format : null));
            end = place.Index + place.Length;
        }
        parts.Add((text[end..], null, null));
        _parts = [.. parts];
    }

    public override IEnumerable<string> Columns => _parts.Select(part => part.Column).Where(column => column is not null and not LineNumber)!;

    public override JsonNode? Fill(SourceRow row)
    {
        var result = new StringBuilder();
        var isEmpty = _parts.Length > 1;
        foreach (var (text, column, format) in _parts)
        {
            result.Append(text);
            if (column is null) continue;
            var cell = column == LineNumber ? row.Line.ToString(CultureInfo.InvariantCulture) : row.Values[column];
            if (cell.Length == 0) continue;
            isEmpty = false;
            result.Append(format is null ? cell : DateOf(cell, column, format));
        }
        return isEmpty ? null : Convert(result.ToString());
    }

    string DateOf(string cell, string column, string format)
    {
        if (!DateTime.TryParseExact(cell, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            throw new FormatException($"{column}: \"{cell}\" is not a date of the form {format}.");
        if (_type.Name != "DateTime") return date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        // A local time that the clocks skipped doesn't exist: it is read as if they had not been put forward.
        var utc = date - _zone.GetUtcOffset(date);
        return utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
    }

    JsonValue Convert(string text) => _type.Name switch
    {
        "Int" or "Long" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number) : throw Unfit(text, "a whole number"),
        "Decimal" or "Float" => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number) : throw Unfit(text, "a number such as 1234.50"),
        "Boolean" => text.ToLowerInvariant() switch
        {
            "true" or "yes" or "y" or "1" => JsonValue.Create(true),
            "false" or "no" or "n" or "0" => JsonValue.Create(false),
            _ => throw Unfit(text, "true or false"),
        },
        _ => JsonValue.Create(text),
    };

    FormatException Unfit(string text, string expected) => new($"{string.Join(", ", Columns)}: \"{text}\" is not {expected}.");

    [GeneratedRegex(@"\{(?<column>[^{}:]+)(:(?<format>[^{}]+))?\}")]
    private static partial Regex Place();
}
