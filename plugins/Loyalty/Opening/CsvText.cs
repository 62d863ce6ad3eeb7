using System.Text;

namespace Crm.Headless.Loyalty;

/// <summary>Reads comma-separated values as RFC 4180 has them; lines may also end with a line feed alone.</summary>
static class CsvText
{
    /// <summary>The lines with their values; empty lines are left out.</summary>
    /// <exception cref="LoyaltyBalanceFileException">A quoted value doesn't end.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string text)
    {
        var lines = new List<IReadOnlyList<string>>();
        for (var at = 0; at < text.Length;)
        {
            var line = Line(text, ref at);
            if (line is not [""]) lines.Add(line);
        }
        return lines;
    }

    static List<string> Line(string text, ref int at)
    {
        var values = new List<string>();
        while (true)
        {
            values.Add(at < text.Length && text[at] == '"' ? Quoted(text, ref at) : Plain(text, ref at));
            if (at < text.Length && text[at] == ',') at++;
            else break;
        }
        while (at < text.Length && text[at] is '\r' or '\n')
            if (text[at++] == '\n') break;
        return values;
    }

    static string Plain(string text, ref int at)
    {
        var from = at;
        while (at < text.Length && text[at] is not (',' or '\r' or '\n')) at++;
        return text[from..at].Trim();
    }

    static string Quoted(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"') value.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '"') value.Append(text[at++]);
            else
            {
                at++;
                return value.ToString();
            }
        }
        throw new LoyaltyBalanceFileException(
            "A quoted value doesn't end. Close it with a quotation mark; one inside a value is written twice.");
    }
}
