using System.Text.Json;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Scalars;

sealed class UriScalar() : TextScalar<Uri>("URI", "an address, such as https://example.com/path")
{
    protected override bool TryRead(string text, out Uri value)
    {
        var isRead = Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) && text.Length > 0 && !text.Any(char.IsWhiteSpace);
        value = uri!;
        return isRead;
    }

    public override void Write(Utf8JsonWriter writer, Uri value) => writer.WriteStringValue(value.OriginalString);
    public override ValueNode ToLiteral(object value) => new StringValueNode(Unbox(value).OriginalString);
}
