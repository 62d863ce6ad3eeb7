using System.Text;

namespace Crm.Headless.Server.Contacts;

/// <summary>The name to show for a contact that doesn't say it itself.</summary>
static class ContactName
{
    /// <summary>Made of the names, else of whatever the contact can be told by, but nothing that is sensitive; null when there is nothing.</summary>
    public static string? For(ContactRecord record) =>
        Join(record.Contact.GivenName, record.Contact.FamilyName)
        ?? record.Contact.Email ?? record.Contact.Phone
        ?? record.ExternalIds.FirstOrDefault()?.Value ?? record.Identities.FirstOrDefault()?.Provider;

    /// <summary>张伟 has the family name first and no space; Wei Zhang and Müller don't.</summary>
    public static string? Join(string? given, string? family)
    {
        if (given is null || family is null) return given ?? family;
        return IsEastAsian(given) && IsEastAsian(family) ? family + given : $"{given} {family}";
    }

    static bool IsEastAsian(string name) => name.EnumerateRunes().All(rune => !Rune.IsLetter(rune) || IsEastAsian(rune.Value));

    // Han with its extensions, Hiragana, Katakana, Hangul (Unicode 16, Blocks.txt).
    static bool IsEastAsian(int code) => code is
        (>= 0x3005 and <= 0x3007) or (>= 0x3041 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x4E00 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3347F);
}
