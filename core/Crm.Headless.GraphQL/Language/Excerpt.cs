using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Crm.Headless.GraphQL.Language;

/// <summary>
/// The beginning of a value, on one line, for a message. What isn't shown isn't printed either: a gigantic value may be shown often.
/// </summary>
static class Excerpt
{
    // As UTF-8 a character of UTF-16 takes at most three bytes.
    const int MaxBytesPerCharacter = 3;

    public static string Of(string text, int length) => text.Length <= length ? text : text[..length] + "...";

    public static string Of(JsonElement json, int length)
    {
        var bytes = JsonMarshal.GetRawUtf8Value(json);
        return Of(Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MaxBytesPerCharacter * (length + 1))]), length);
    }

    public static string Of(ValueNode literal, int length)
    {
        var line = new StringBuilder();
        Append(line, literal, length);
        return Of(line.ToString(), length);
    }

    static void Append(StringBuilder line, ValueNode literal, int length)
    {
        if (line.Length > length) return;
        switch (literal)
        {
            case ListValueNode list: AppendList(line, list, length); break;
            case ObjectValueNode map: AppendObject(line, map, length); break;
            case StringValueNode text: line.Append(GraphQLPrinter.Print(new StringValueNode(Start(text.Value, length)))); break;
            default: line.Append(GraphQLPrinter.Print(literal)); break;
        }
    }

    static string Start(string text, int length) => text.Length <= length ? text : text[..length];

    static void AppendList(StringBuilder line, ListValueNode list, int length)
    {
        line.Append('[');
        for (var i = 0; i < list.Items.Count && line.Length <= length; i++)
        {
            if (i > 0) line.Append(", ");
            Append(line, list.Items[i], length);
        }
        line.Append(']');
    }

    static void AppendObject(StringBuilder line, ObjectValueNode map, int length)
    {
        if (map.Fields.Count == 0)
        {
            line.Append("{}");
            return;
        }
        line.Append("{ ");
        for (var i = 0; i < map.Fields.Count && line.Length <= length; i++)
        {
            if (i > 0) line.Append(", ");
            line.Append(map.Fields[i].Name.Value).Append(": ");
            Append(line, map.Fields[i].Value, length);
        }
        line.Append(" }");
    }
}
