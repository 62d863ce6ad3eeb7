using System.Text.Json;

namespace Crm.Headless.GraphQL.Scalars;

sealed class UuidScalar() : TextScalar<Guid>("UUID", "32 hexadecimal digits in the form 0198c5f0-7d4e-7c3a-9b1e-2f6a8d0c4e5b")
{
    protected override bool TryRead(string text, out Guid value) => Guid.TryParseExact(text, "D", out value);
    public override void Write(Utf8JsonWriter writer, Guid value) => writer.WriteStringValue(value);
}
