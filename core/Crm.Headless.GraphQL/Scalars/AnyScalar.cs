using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;
using JsonValue = Crm.Headless.GraphQL.Execution.JsonValue;

namespace Crm.Headless.GraphQL.Scalars;

/// <summary>Any JSON. Resolvers receive a JsonElement, so that numbers keep their digits.</summary>
sealed class AnyScalar() : ScalarType("Any")
{
    // As deep as JSON may nest by default: a literal can be stored and read again wherever a variable can.
    const int MaxDepth = 64;

    public override object ParseLiteral(ValueNode literal)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, literal);
        using var document = JsonDocument.Parse(buffer.ToArray());
        return document.RootElement.Clone();
    }

    public override object ParseJson(JsonElement json) => json.Clone();

    public override void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case JsonNode node: node.WriteTo(writer); break;
            case JsonDocument document: document.RootElement.WriteTo(writer); break;
            default: JsonValue.Write(writer, value); break;
        }
    }

    public override ValueNode ToLiteral(object value) =>
        value is JsonElement json ? LiteralValue.FromClr(JsonValue.ToClr(json)) : base.ToLiteral(value);

    static void Write(Utf8JsonWriter writer, ValueNode literal)
    {
        if (writer.CurrentDepth >= MaxDepth && literal is ListValueNode or ObjectValueNode)
            throw new CoercionException($"Any cannot represent a value that nests deeper than {MaxDepth} levels.");
        switch (literal)
        {
            case NullValueNode: writer.WriteNullValue(); break;
            case BooleanValueNode boolean: writer.WriteBooleanValue(boolean.Value); break;
            case IntValueNode number: writer.WriteRawValue(number.Text); break;
            case FloatValueNode number: writer.WriteRawValue(number.Text); break;
            case StringValueNode text: writer.WriteStringValue(text.Value); break;
            case EnumValueNode name: writer.WriteStringValue(name.Value); break;
            case ListValueNode list: WriteList(writer, list); break;
            case ObjectValueNode map: WriteObject(writer, map); break;
            default: throw new CoercionException("A variable can't stand here.");
        }
    }

    static void WriteList(Utf8JsonWriter writer, ListValueNode list)
    {
        writer.WriteStartArray();
        foreach (var item in list.Items) Write(writer, item);
        writer.WriteEndArray();
    }

    static void WriteObject(Utf8JsonWriter writer, ObjectValueNode map)
    {
        writer.WriteStartObject();
        foreach (var field in map.Fields)
        {
            writer.WritePropertyName(field.Name.Value);
            Write(writer, field.Value);
        }
        writer.WriteEndObject();
    }
}
