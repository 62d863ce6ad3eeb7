using Crm.Headless.Server.Data.Text;

namespace Crm.Headless.Server.Data.Search;

/// <summary>What somebody typed, as words that all have to be found.</summary>
sealed record SearchQuery(IReadOnlyList<string> Words)
{
    const int MaxWords = 8;
    const int MaxWordLength = 64;
    const string PhoneSigns = "+-()./ ";

    public static SearchQuery Parse(string text)
    {
        var normalized = TextNormalizer.Normalize(text.Replace("\0", "", StringComparison.Ordinal));
        if (IsPhone(normalized))
            return new([TextNormalizer.Digits(normalized)]);
        var words = normalized.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct().Take(MaxWords);
        return new([.. words.Select(Shorten)]);
    }

    /// <summary>A number with the signs that people write between digits is one word: its digits.</summary>
    static bool IsPhone(string text)
        => text.Count(char.IsAsciiDigit) >= 2 && text.All(character => char.IsAsciiDigit(character) || PhoneSigns.Contains(character));

    static string Shorten(string word) => string.Concat(word.EnumerateRunes().Take(MaxWordLength).Select(rune => rune.ToString()));

    /// <summary>How well a text answers: 0 a whole line, 1 the beginning of a line, 2 the beginning of a word, 3 anywhere.</summary>
    public int RankOf(string text)
    {
        var rank = 3;
        foreach (var line in text.Split('\n'))
            rank = Math.Min(rank, RankOfLine(line));
        return rank;
    }

    int RankOfLine(string line)
    {
        if (line == string.Join(' ', Words))
            return 0;
        if (line.StartsWith(Words[0], StringComparison.Ordinal))
            return 1;
        for (var at = line.IndexOf(Words[0], StringComparison.Ordinal); at > 0; at = line.IndexOf(Words[0], at + 1, StringComparison.Ordinal))
            if (!char.IsLetterOrDigit(line[at - 1]))
                return 2;
        return 3;
    }
}
