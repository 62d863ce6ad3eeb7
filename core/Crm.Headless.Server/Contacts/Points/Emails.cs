using System.Globalization;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Contacts;

/// <summary>Reads email addresses: what could be one is kept as it was written. Only a message sent to it proves more.</summary>
static class Emails
{
    const int MaxLength = 254; // RFC 5321, section 4.5.3.1.3, as corrected by erratum 1690

    public static string Read(string? value, FieldPath at)
    {
        var text = Text.Required(value, at, Text.Line);
        if (Problem(text) is { } problem) throw new InvalidEmailException(at, text, problem);
        return text;
    }

    public static string? ReadOptional(string? value, FieldPath at) => string.IsNullOrWhiteSpace(value) ? null : Read(value, at);

    static string? Problem(string text)
    {
        if (text.Length > MaxLength) return $"it has more than {MaxLength} characters";
        if (text.Any(c => char.IsWhiteSpace(c) || c is '<' or '>' or ',' or ';' or '"')) return "it holds a space or a mark that no address has";
        var at = text.IndexOf('@');
        if (at <= 0 || at != text.LastIndexOf('@')) return "exactly one @ with something before it is needed";
        var labels = text[(at + 1)..].Split('.', '。');
        if (labels.Length < 2) return "its domain has no dot";
        return labels.All(IsLabel) ? null : "its domain has a part that no domain has";
    }

    static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsLetterOrDigit(c) || c == '-' || IsMark(c));

    // Scripts such as Devanagari write vowels as marks, and an internationalized domain keeps them.
    static bool IsMark(char c) => c > 127 && (char.IsSurrogate(c) || char.GetUnicodeCategory(c)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
}

/// <summary>This can't be an email address.</summary>
sealed class InvalidEmailException(FieldPath field, string value, string problem)
    : InputException("INVALID_EMAIL", field, $"\"{value}\" can't be an email address: {problem}. Give one such as \"li.wei@example.com\".");
