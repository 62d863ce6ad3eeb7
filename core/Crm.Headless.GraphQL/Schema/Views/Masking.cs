using System.Collections;
using System.Globalization;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>What is left of a personal value for those who may not read it.</summary>
static class Masking
{
    const string Stars = "***";

    // A character with a hundred accents would be the whole value.
    const int LongestCharacter = 16;

    /// <summary>Leaves nothing of the value, so that it needn't be read.</summary>
    public static Func<object?, object?> Nothing { get; } = static _ => null;

    /// <summary>Takes a value of the type; null when neither the mask nor null fits, so that the field can't be.</summary>
    public static Func<object?, object?>? Of(GraphQLType type, PersonalDataMask mask)
    {
        if (mask != PersonalDataMask.Null && OfText(type.Named, mask) is { } text) return value => Each(value, text);
        return type.IsNonNull ? null : Nothing;
    }

    /// <summary>One after the other; null when one of them doesn't fit.</summary>
    public static Func<object?, object?>? Of(GraphQLType type, IEnumerable<PersonalDataMask> masks)
    {
        Func<object?, object?>? all = null;
        foreach (var mask in masks.Distinct())
        {
            if (Of(type, mask) is not { } next) return null;
            all = all == Nothing || next == Nothing ? Nothing : all is { } before ? value => next(before(value)) : next;
        }
        return all;
    }

    static Func<string, string>? OfText(NamedType type, PersonalDataMask mask) => (mask, type) switch
    {
        (_, not ScalarType { Name: "String" or "EmailAddress" or "PhoneNumber" }) => null,
        (PersonalDataMask.Email, _) or (PersonalDataMask.ByType, { Name: "EmailAddress" }) => Email,
        (PersonalDataMask.Phone, _) or (PersonalDataMask.ByType, { Name: "PhoneNumber" }) => Phone,
        (PersonalDataMask.ByLook, _) => ByLook,
        _ => Text,
    };

    static object? Each(object? value, Func<string, string> mask) => value switch
    {
        null => null,
        string text => mask(text),
        IEnumerable list => list.Cast<object?>().Select(item => Each(item, mask)),
        _ => Stars,
    };

    public static string Text(string text) => text.Length == 0 ? "" : First(text) + Stars;

    public static string Email(string text)
    {
        var at = text.LastIndexOf('@');
        return at < 1 ? Text(text) : First(text) + Stars + text[at..];
    }

    /// <summary>With fewer than ten digits three and four of them would leave nothing to guess.</summary>
    public static string Phone(string text)
    {
        var digits = string.Concat(text.Where(char.IsDigit));
        return digits.Length switch
        {
            >= 10 => $"{digits[..3]}****{digits[^4..]}",
            >= 6 => $"****{digits[^2..]}",
            _ => "****",
        };
    }

    public static string ByLook(string text)
    {
        if (text.Contains('@')) return Email(text);
        return text.Count(char.IsDigit) > 4 && !text.Any(char.IsLetter) ? Phone(text) : Text(text);
    }

    static string First(string text)
    {
        var first = StringInfo.GetNextTextElement(text);
        return first.Length <= LongestCharacter ? first : "";
    }
}
