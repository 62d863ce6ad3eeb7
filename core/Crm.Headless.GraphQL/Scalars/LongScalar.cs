using System.Globalization;
using System.Text.Json;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Scalars;

sealed class LongScalar() : ValueScalar<long>("Long", "a whole number of at most 64 bits")
{
    public override object ParseLiteral(ValueNode literal) =>
        literal is IntValueNode integer && long.TryParse(integer.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Refused(Given.Of(literal));

    public override object ParseJson(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var value) ? value : throw Refused(Given.Of(json));

    public override void Write(Utf8JsonWriter writer, long value) => writer.WriteNumberValue(value);

    protected override long Unbox(object value) => value switch
    {
        int number => number,
        uint number => number,
        _ => base.Unbox(value),
    };
}
