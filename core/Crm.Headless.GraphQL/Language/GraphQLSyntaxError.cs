namespace Crm.Headless.GraphQL.Language;

/// <summary>A source text that isn't a document of the grammar, or is over a limit of the parser.</summary>
static class GraphQLSyntaxError
{
    public const string Code = "GRAPHQL_PARSE_FAILED";

    /// <summary>More tokens than <see cref="ParserOptions.MaxTokens"/>.</summary>
    public const string TokenLimit = "TOKEN_LIMIT";

    /// <summary>Nested deeper than <see cref="ParserOptions.MaxDepth"/>.</summary>
    public const string DepthLimit = "DEPTH_LIMIT";

    public static GraphQLException At(Source source, int offset, string description, string code = Code) =>
        new(new GraphQLError("Syntax Error: " + description) { Code = code, Locations = [source.LocationOf(offset)] });
}
