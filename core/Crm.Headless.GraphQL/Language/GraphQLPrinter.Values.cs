using System.Globalization;
using System.Text;

namespace Crm.Headless.GraphQL.Language;

public static partial class GraphQLPrinter
{
    static string PrintValue(ValueNode value) => value switch
    {
        VariableNode variable => "$" + variable.Name,
        IntValueNode number => number.Text,
        FloatValueNode number => number.Text,
        StringValueNode text => PrintString(text),
        BooleanValueNode boolean => boolean.Value ? "true" : "false",
        NullValueNode => "null",
        EnumValueNode name => name.Value,
        ListValueNode list => PrintList(list),
        ObjectValueNode map => PrintObject(map),
        _ => throw new ArgumentException($"A {value.GetType().Name} has no printed form. Add one to {nameof(GraphQLPrinter)}."),
    };

    static string PrintList(ListValueNode list)
    {
        var items = PrintAll(list.Items);
        var line = $"[{string.Join(", ", items)}]";
        return line.Length > MaxLineLength ? Wrap("[\n", Indent(string.Join("\n", items)), "\n]") : line;
    }

    static string PrintObject(ObjectValueNode map)
    {
        if (map.Fields.Count == 0) return "{}";
        var fields = PrintAll(map.Fields);
        var line = $"{{ {string.Join(", ", fields)} }}";
        return line.Length > MaxLineLength ? Wrap("{\n", Indent(string.Join("\n", fields)), "\n}") : line;
    }

    // Once, whichever layout it ends in: printed for each of them, every level of nesting would double the work.
    static string[] PrintAll(IReadOnlyList<SyntaxNode> nodes) => [.. nodes.Select(Print)];

    static string PrintString(StringValueNode text) => text.IsBlock ? BlockString.Print(text.Value) : Quote(text.Value);

    static string Quote(string value)
    {
        var quoted = new StringBuilder(value.Length + 2).Append('"');
        foreach (var letter in value) Append(quoted, letter);
        return quoted.Append('"').ToString();
    }

    static void Append(StringBuilder quoted, char letter)
    {
        _ = letter switch
        {
            '"' => quoted.Append("\\\""),
            '\\' => quoted.Append("\\\\"),
            '\b' => quoted.Append("\\b"),
            '\f' => quoted.Append("\\f"),
            '\n' => quoted.Append("\\n"),
            '\r' => quoted.Append("\\r"),
            '\t' => quoted.Append("\\t"),
            < ' ' or (>= '\x7F' and <= '\x9F') => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
            _ => quoted.Append(letter),
        };
    }
}
