using System.Text;

namespace Crm.Headless.GraphQL.Language;

/// <summary>Block strings: the text between triple quotes, its indentation taken off and put on again (spec section 2.10.4).</summary>
static class BlockString
{
    const int LongestOnOneLine = 70;

    /// <summary>The value of the raw text between the quotes: BlockStringValue() of the spec.</summary>
    public static string ValueOf(ReadOnlySpan<byte> raw)
    {
        var lines = SplitLines(Encoding.UTF8.GetString(raw).Replace("\\\"\"\"", "\"\"\""));
        var indent = CommonIndent(lines);
        for (var i = 1; i < lines.Length; i++) lines[i] = lines[i][Math.Min(indent, lines[i].Length)..];

        var first = Array.FindIndex(lines, line => !IsBlank(line));
        if (first < 0) return "";
        var last = Array.FindLastIndex(lines, line => !IsBlank(line));
        return string.Join('\n', lines[first..(last + 1)]);
    }

    /// <summary>The literal with its quotes. Lines are added where the value would read back differently or be hard to read.</summary>
    public static string Print(string value)
    {
        var escaped = value.Replace("\"\"\"", "\\\"\"\"");
        var lines = SplitLines(escaped);
        var isSingleLine = lines.Length == 1;
        // The first line's own indentation would be lost, or taken for everybody's, without a line break before it.
        var needsLeadingBreak = !isSingleLine && lines.Skip(1).All(line => line.Length == 0 || IsWhitespace(line[0]));
        var endsInQuotes = escaped.EndsWith("\\\"\"\"", StringComparison.Ordinal);
        var needsTrailingBreak = (value.EndsWith('"') && !endsInQuotes) || value.EndsWith('\\');
        var onSeveralLines = !isSingleLine || value.Length > LongestOnOneLine || needsTrailingBreak || endsInQuotes;
        var startsIndented = isSingleLine && value.Length > 0 && IsWhitespace(value[0]);

        var before = (onSeveralLines && !startsIndented) || needsLeadingBreak ? "\n" : "";
        var after = onSeveralLines || needsTrailingBreak ? "\n" : "";
        return $"\"\"\"{before}{escaped}{after}\"\"\"";
    }

    /// <summary>Whether a block string can hold a value as it is, and shows it better than a quoted one would.</summary>
    public static bool CanHold(string value)
    {
        if (value.Length == 0 || value.Any(letter => letter < ' ' && letter is not ('\n' or '\t'))) return false;
        var lines = value.Split('\n');
        if (IsBlank(lines[0]) || IsBlank(lines[^1])) return false;
        return lines.Length == 1 || lines.Any(line => !IsBlank(line) && !IsWhitespace(line[0]));
    }

    static int CommonIndent(string[] lines)
    {
        var common = int.MaxValue;
        for (var i = 1; i < lines.Length; i++)
        {
            if (IsBlank(lines[i])) continue;
            common = Math.Min(common, lines[i].Length - lines[i].TrimStart(' ', '\t').Length);
        }
        return common;
    }

    static string[] SplitLines(string text) => text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None);

    static bool IsBlank(string line) => line.All(IsWhitespace);

    static bool IsWhitespace(char letter) => letter is ' ' or '\t';
}
