using System.Text;

namespace Crm.Headless.Server.Data.Search;

/// <summary>
/// The pairs of neighbouring characters of a normalized text, and the last character of every line alone, so that each character begins
/// a pair. What stands in different lines is no neighbour. Pairs find any part of a text in any script: 张伟 in 张伟先生.
/// </summary>
static class CharacterPairs
{
    public static IReadOnlySet<string> Of(string text)
    {
        var pairs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Add(pairs, line);
        return pairs;
    }

    static void Add(HashSet<string> pairs, string line)
    {
        var start = 0;
        while (start < line.Length)
        {
            var first = LengthAt(line, start);
            var second = start + first < line.Length ? LengthAt(line, start + first) : 0;
            pairs.Add(line.Substring(start, first + second));
            start += first;
        }
    }

    static int LengthAt(string text, int index) => Rune.GetRuneAt(text, index).Utf16SequenceLength;
}
