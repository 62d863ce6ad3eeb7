using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Crm.Headless.Server.Data.Text;

/// <summary>
/// Makes texts comparable that people take for equal: NFKC (width, ligatures, composed marks), then case folding. Accents stay, because
/// they tell names apart. Equal on every machine: no culture is asked.
/// </summary>
/// <remarks>
/// Folding follows Unicode's full folding where upper and lower case don't pair up: ß and ẞ become ss, ſ becomes s, every sigma
/// becomes σ. The Turkish İ and ı become i: a person types either on another keyboard and still finds the name.
/// </remarks>
static class TextNormalizer
{
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Normalize(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return text;
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var folded = Fold(WellFormed(text).Normalize(NormalizationForm.FormKC));
        return folded.Normalize(NormalizationForm.FormKC);
    }

    /// <summary>The digits of a phone number in any script, as 0 to 9.</summary>
    public static string Digits(string text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (Rune.IsDigit(rune))
                digits.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
        return digits.ToString();
    }

    static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length + 4);
        foreach (var rune in text.EnumerateRunes())
            _ = rune.Value switch
            {
                'ß' or 'ẞ' => folded.Append("ss"),
                'ς' => folded.Append('σ'),
                'İ' or 'ı' => folded.Append('i'),
                'ŉ' => folded.Append("ʼn"),
                'ǰ' => folded.Append("ǰ"),
                'և' => folded.Append("եւ"),
                _ => folded.Append(Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)).ToString()),
            };
        return folded.ToString();
    }

    /// <summary>Half a surrogate pair can't be stored, and U+FFFE is no character: both become the replacement character.</summary>
    static string WellFormed(string text)
    {
        foreach (var character in text)
            if (char.IsSurrogate(character) || character >= '\uFFFE')
                return string.Concat(text.EnumerateRunes().Select(rune => rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString()));
        return text;
    }
}
