namespace Crm.Headless.GraphQL.Language;

/// <summary>A source text that isn't a document of the grammar, or is over a limit of the parser.</summary>
static class GraphQLSyntaxError
{
    public const string Code = "GRAPHQL_PARSE_FAILED";

    public static GraphQLException At(Source source, int offset, string description) =>
        new(new GraphQLError("Syntax Error: " + description) { Code = Code, Locations = [source.LocationOf(offset)] });
}
