using Crm.Headless.Server.Data.Text;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Contacts;

/// <summary>Reads phone numbers: kept as they were written, compared by their digits.</summary>
static class Phones
{
    const int MaxLength = 50;

    public static string Read(string? value, FieldPath at)
    {
        var text = Text.Required(value, at, MaxLength);
        if (text.Any(char.IsLetter)) throw new InvalidPhoneException(at, text, "it holds letters");
        if (TextNormalizer.Digits(text).Length == 0) throw new InvalidPhoneException(at, text, "it has no digit");
        return text;
    }

    public static string? ReadOptional(string? value, FieldPath at) => string.IsNullOrWhiteSpace(value) ? null : Read(value, at);
}

/// <summary>This can't be a phone number.</summary>
sealed class InvalidPhoneException(FieldPath field, string value, string problem)
    : InputException("INVALID_PHONE", field, $"\"{value}\" can't be a phone number: {problem}. Give one such as \"+86 138 0013 8000\".");
