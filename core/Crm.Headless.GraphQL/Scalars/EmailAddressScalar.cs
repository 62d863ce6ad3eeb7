using System.Text.Json;

namespace Crm.Headless.GraphQL.Scalars;

/// <summary>Kept as written. Names and domains of any script are addresses (RFC 6531); what can't be one at all is refused.</summary>
sealed class EmailAddressScalar() : TextScalar<string>("EmailAddress", "a name, an @ and a domain, such as ada@example.com")
{
    const int Longest = 254;

    protected override bool TryRead(string text, out string value)
    {
        value = text;
        var at = text.LastIndexOf('@');
        if (at is < 1 or > 64 || text.Length > Longest || text.Any(mark => char.IsWhiteSpace(mark) || char.IsControl(mark))) return false;
        return text.IndexOf('@') == at && text[(at + 1)..].Split('.').All(label => label.Length is > 0 and <= 63);
    }

    public override void Write(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);
}
