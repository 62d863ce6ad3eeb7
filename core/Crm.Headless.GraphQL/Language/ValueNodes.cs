namespace Crm.Headless.GraphQL.Language;

/// <summary>An input value as written (spec section 2.10).</summary>
public abstract class ValueNode : SyntaxNode;

public sealed class VariableNode(NameNode name) : ValueNode
{
    public NameNode Name { get; } = name;
}

/// <summary>An integer, kept as written: a custom scalar may hold more digits than any CLR type.</summary>
public sealed class IntValueNode(string text) : ValueNode
{
    public string Text { get; } = text;
}

/// <summary>A number with a fraction or an exponent, kept as written.</summary>
public sealed class FloatValueNode(string text) : ValueNode
{
    public string Text { get; } = text;
}

public sealed class StringValueNode(string value, bool isBlock = false) : ValueNode
{
    public string Value { get; } = value;
    public bool IsBlock { get; } = isBlock;
}

public sealed class BooleanValueNode(bool value) : ValueNode
{
    public bool Value { get; } = value;
}

public sealed class NullValueNode : ValueNode;

public sealed class EnumValueNode(string value) : ValueNode
{
    public string Value { get; } = value;
}

public sealed class ListValueNode(IReadOnlyList<ValueNode> items) : ValueNode
{
    public IReadOnlyList<ValueNode> Items { get; } = items;
}

public sealed class ObjectValueNode(IReadOnlyList<ObjectFieldNode> fields) : ValueNode
{
    public IReadOnlyList<ObjectFieldNode> Fields { get; } = fields;
}

public sealed class ObjectFieldNode(NameNode name, ValueNode value) : SyntaxNode
{
    public NameNode Name { get; } = name;
    public ValueNode Value { get; } = value;
}
