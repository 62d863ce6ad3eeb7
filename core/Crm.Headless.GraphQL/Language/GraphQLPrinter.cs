using System.Text;

namespace Crm.Headless.GraphQL.Language;

/// <summary>
/// Prints syntax nodes in the layout that GraphQL's reference implementation has made customary: two spaces of indentation, arguments,
/// lists and objects on one line as long as they fit into 80 characters. Parsing the print gives the same tree.
/// </summary>
public static partial class GraphQLPrinter
{
    const int MaxLineLength = 80;

    public static string Print(SyntaxNode node) => node switch
    {
        DocumentNode document => PrintDocument(document),
        TypeSystemDefinitionNode definition => PrintTypeSystem(definition),
        OperationDefinitionNode operation => PrintOperation(operation, canBeShort: true),
        FragmentDefinitionNode fragment => PrintFragment(fragment),
        VariableDefinitionNode variable => PrintVariableDefinition(variable),
        SelectionSetNode set => Block(set.Selections),
        FieldNode field => PrintField(field),
        FragmentSpreadNode spread => Words("..." + spread.Name, Directives(spread.Directives)),
        InlineFragmentNode fragment => PrintInlineFragment(fragment),
        ArgumentNode argument => $"{argument.Name}: {Print(argument.Value)}",
        DirectiveNode directive => $"@{directive.Name}{Wrap("(", Join(", ", directive.Arguments), ")")}",
        ValueNode value => PrintValue(value),
        ObjectFieldNode field => $"{field.Name}: {Print(field.Value)}",
        TypeNode type => type.ToString()!,
        NameNode name => name.Value,
        OperationTypeDefinitionNode root => $"{Keyword(root.Operation)}: {root.Type}",
        FieldDefinitionNode field => PrintFieldDefinition(field),
        InputValueDefinitionNode value => PrintInputValue(value),
        EnumValueDefinitionNode value => Describe(value.Description) + Words(value.Name.Value, Directives(value.Directives)),
        _ => throw new ArgumentException($"A {node.GetType().Name} has no printed form. Add one to {nameof(GraphQLPrinter)}."),
    };

    // A query in its short form would be taken for the body of a type without one, [lookahead != {] in the grammar of section 3.
    static string PrintDocument(DocumentNode document)
    {
        var printed = new List<string>();
        foreach (var definition in document.Definitions)
        {
            var canBeShort = printed.Count == 0 || printed[^1].EndsWith('}');
            printed.Add(definition is OperationDefinitionNode operation ? PrintOperation(operation, canBeShort) : Print(definition));
        }
        return string.Join("\n\n", printed);
    }

    static string PrintOperation(OperationDefinitionNode operation, bool canBeShort)
    {
        var variables = PrintParenthesized(operation.Variables, indent: false);
        var head = Words(Keyword(operation.Operation), operation.Name + variables, Directives(operation.Directives));
        // An anonymous query without variables or directives is written in its short form (section 2.4).
        var isShorthand = canBeShort && head == "query" && operation.Description is null;
        return Describe(operation.Description) + (isShorthand ? "" : head + " ") + Print(operation.SelectionSet);
    }

    static string PrintFragment(FragmentDefinitionNode fragment) => Describe(fragment.Description)
        + Words($"fragment {fragment.Name} on {fragment.TypeCondition}", Directives(fragment.Directives), Print(fragment.SelectionSet));

    static string PrintVariableDefinition(VariableDefinitionNode variable) => Describe(variable.Description)
        + $"{Print(variable.Variable)}: {variable.Type}{DefaultValue(variable.DefaultValue)}"
        + Wrap(" ", Directives(variable.Directives));

    static string PrintField(FieldNode field)
    {
        var name = field.Alias is null ? field.Name.Value : $"{field.Alias}: {field.Name}";
        var arguments = PrintAll(field.Arguments);
        var line = name + Wrap("(", string.Join(", ", arguments), ")");
        if (line.Length > MaxLineLength) line = name + Wrap("(\n", Indent(string.Join("\n", arguments)), "\n)");
        return Words(line, Directives(field.Directives), field.SelectionSet is null ? "" : Print(field.SelectionSet));
    }

    static string PrintInlineFragment(InlineFragmentNode fragment) => Words(
        "...", fragment.TypeCondition is null ? "" : "on " + fragment.TypeCondition,
        Directives(fragment.Directives), Print(fragment.SelectionSet));

    static string Keyword(OperationType operation) => operation switch
    {
        OperationType.Query => "query",
        OperationType.Mutation => "mutation",
        _ => "subscription",
    };

    static string Describe(StringValueNode? description) => description is null ? "" : PrintString(description) + "\n";

    static string Directives(IReadOnlyList<DirectiveNode> directives) => Join(" ", directives);

    static string DefaultValue(ValueNode? value) => value is null ? "" : " = " + Print(value);

    /// <summary>In parentheses, one to a line as soon as one of them needs several lines (for its description).</summary>
    static string PrintParenthesized(IReadOnlyList<SyntaxNode> nodes, bool indent = true)
    {
        var printed = nodes.Select(Print).ToList();
        if (!printed.Any(item => item.Contains('\n'))) return Wrap("(", string.Join(", ", printed), ")");
        var lines = string.Join("\n", printed);
        return $"(\n{(indent ? Indent(lines) : lines)}\n)";
    }

    static string Block(IReadOnlyList<SyntaxNode> nodes) => Wrap("{\n", Indent(Join("\n", nodes)), "\n}");

    static string Join(string separator, IReadOnlyList<SyntaxNode> nodes) => string.Join(separator, nodes.Select(Print));

    static string Words(params ReadOnlySpan<string> words)
    {
        var text = new StringBuilder();
        foreach (var word in words)
        {
            if (word.Length > 0 && text.Length > 0) text.Append(' ');
            text.Append(word);
        }
        return text.ToString();
    }

    static string Wrap(string before, string text, string after = "") => text.Length == 0 ? "" : before + text + after;

    static string Indent(string text) => text.Length == 0 ? "" : "  " + text.Replace("\n", "\n  ");
}
