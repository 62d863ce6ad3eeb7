namespace Crm.Headless.GraphQL.Validation;

/// <summary>Names that a misspelt one may have meant.</summary>
static class Suggestions
{
    const int MaxShown = 5;
    const int LongestName = 100;

    /// <summary>The known names within a distance of 40 % of the length, nearest first.</summary>
    public static IReadOnlyList<string> For(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName) return [];
        var threshold = (int)(name.Length * 0.4) + 1;
        return [.. known
            .Where(candidate => Math.Abs(candidate.Length - name.Length) <= threshold)
            .Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(candidate => candidate.Distance <= threshold)
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)];
    }

    /// <summary><c> Did you mean "a", "b", or "c"?</c></summary>
    public static string DidYouMean(IReadOnlyList<string> names, string before = "")
    {
        if (names.Count == 0) return "";
        return $" Did you mean {before}{OneOf([.. names.Take(MaxShown).Select(name => $"\"{name}\"")])}?";
    }

    static string OneOf(string[] names) => names.Length switch
    {
        1 => names[0],
        2 => $"{names[0]} or {names[1]}",
        _ => $"{string.Join(", ", names[..^1])}, or {names[^1]}",
    };

    /// <summary>Damerau-Levenshtein: inserting, deleting, replacing or swapping letters costs 1; another case costs 1 in all.</summary>
    static int Distance(string left, string right)
    {
        if (left == right) return 0;
        var (a, b) = (left.ToLowerInvariant(), right.ToLowerInvariant());
        if (a == b) return 1;

        int[] beforeLast = new int[b.Length + 1], last = new int[b.Length + 1], row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            (beforeLast, last, row) = (last, row, beforeLast);
        }
        return last[b.Length];
    }
}
