namespace Crm.Headless.Server.Input;

/// <summary>Reads texts: trimmed, not too long, nothing in them that a database or a screen can't take.</summary>
static class Text
{
    public const int Name = 200, Short = 100, Key = 255, Line = 500, Body = 100_000;

    /// <summary>A text that may be missing; a blank one is missing.</summary>
    public static string? Optional(string? value, FieldPath at, int max) =>
        string.IsNullOrWhiteSpace(value) ? null : Check(value.Trim(), at, max);

    /// <summary>A text that has to be there.</summary>
    public static string Required(string? value, FieldPath at, int max) => Optional(value, at, max) ?? throw new BlankException(at);

    static string Check(string value, FieldPath at, int max)
    {
        if (value.Length > max) throw new TextTooLongException(at, max, value.Length);
        foreach (var rune in value.EnumerateRunes())
            if (IsUnreadable(rune.Value)) throw new UnreadableTextException(at, rune.Value);
        return value;
    }

    // A lone surrogate comes out of the enumeration as U+FFFD, which nobody writes on purpose.
    static bool IsUnreadable(int code) => code == 0xFFFD || (code < ' ' && code is not ('\n' or '\r' or '\t'));
}

/// <summary>A text that has to be there is missing or blank.</summary>
sealed class BlankException(FieldPath field) : InputException("BLANK", field, "This can't be blank. Give a text that isn't only spaces.");

/// <summary>A text is too long.</summary>
sealed class TextTooLongException(FieldPath field, int max, int given)
    : InputException("TEXT_TOO_LONG", field, $"The text has {given} characters, and {max} are allowed. Shorten it.")
{
    /// <summary>The most characters that are allowed.</summary>
    public int MaxLength { get; } = max;
}

/// <summary>A text holds a character that can't be kept.</summary>
sealed class UnreadableTextException(FieldPath field, int code)
    : InputException("UNREADABLE_TEXT", field, $"The text holds the character U+{code:X4}, a control or broken character. Remove it.");
