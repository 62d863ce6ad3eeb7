using System.Text.RegularExpressions;

namespace Crm.Headless.Server.Input;

/// <summary>Reads language tags (BCP 47): language, script, region, variants, in their usual case.</summary>
static partial class Languages
{
    public static string? Read(string? value, FieldPath at)
    {
        if (Text.Optional(value, at, 35) is not { } tag) return null;
        if (!Tag().IsMatch(tag)) throw new InvalidLanguageException(at, tag);
        return string.Join('-', tag.Split('-').Select(Cased));
    }

    // RFC 5646, section 2.1.1: language in lower case, script in title case, region in upper case.
    static string Cased(string part, int index) => (index, part.Length) switch
    {
        ( > 0, 4) when char.IsLetter(part[0]) => char.ToUpperInvariant(part[0]) + part[1..].ToLowerInvariant(),
        ( > 0, 2) => part.ToUpperInvariant(),
        _ => part.ToLowerInvariant(),
    };

    [GeneratedRegex("^[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}

/// <summary>This is no language tag.</summary>
sealed class InvalidLanguageException(FieldPath field, string value) : InputException("INVALID_LANGUAGE", field,
    $"\"{value}\" is no language tag. Give a tag of BCP 47, such as \"en\", \"de-AT\" or \"zh-Hans\".");
