namespace Crm.Headless.GraphQL.Language;

/// <summary>A place in a source text: both numbers start at 1, the column counts UTF-16 code units.</summary>
public readonly record struct SourceLocation(int Line, int Column);

/// <summary>
/// A part of a parsed document. <see cref="Start"/> and <see cref="End"/> are byte offsets into its <see cref="Source"/>.
/// </summary>
public abstract class SyntaxNode
{
    public int Start { get; internal set; }
    public int End { get; internal set; }
}

/// <summary>A name with its place, so that an error can point at it.</summary>
public sealed class NameNode(string value) : SyntaxNode
{
    public string Value { get; } = value;
    public override string ToString() => Value;
}
