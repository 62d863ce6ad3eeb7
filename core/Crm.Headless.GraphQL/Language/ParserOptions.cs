namespace Crm.Headless.GraphQL.Language;

/// <summary>How much of a source text the parser takes on. Both limits end in a syntax error that names them.</summary>
public sealed record ParserOptions
{
    public static ParserOptions Default { get; } = new();

    /// <summary>Tokens of the whole text, without the ignored ones; null: no limit.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>
    /// Selection sets, lists, objects and list types inside each other: whatever walks the tree later may recurse safely.
    /// </summary>
    public int MaxDepth { get; init; } = 200;
}
