namespace Crm.Headless.GraphQL.Execution;

/// <summary>A request that the executor refuses as a whole.</summary>
static class Refusal
{
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    public static GraphQLException Of(string code, string message) => new(new GraphQLError(message) { Code = code });
}
