namespace Crm.Headless.GraphQL.Language;

/// <summary>A reference to a type as written (spec section 2.12).</summary>
public abstract class TypeNode : SyntaxNode;

public sealed class NamedTypeNode(NameNode name) : TypeNode
{
    public NameNode Name { get; } = name;
    public override string ToString() => Name.Value;
}

public sealed class ListTypeNode(TypeNode ofType) : TypeNode
{
    public TypeNode OfType { get; } = ofType;
    public override string ToString() => $"[{OfType}]";
}

public sealed class NonNullTypeNode(TypeNode ofType) : TypeNode
{
    public TypeNode OfType { get; } = ofType;
    public override string ToString() => $"{OfType}!";
}
