using System.Text.Json;

namespace Crm.Headless.GraphQL.Scalars;

/// <summary>Kept as written; refused only without a digit or with letters.</summary>
sealed class PhoneNumberScalar() : TextScalar<string>("PhoneNumber", "digits, with any spaces and signs between them but no letters")
{
    protected override bool TryRead(string text, out string value)
    {
        value = text;
        return text.Any(char.IsDigit) && !text.Any(char.IsLetter);
    }

    public override void Write(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);
}
