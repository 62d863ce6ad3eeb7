using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL;

/// <summary>An error of a request or a field (spec section 7.1.2).</summary>
/// <param name="Message">For the developer of the client: names the thing, the cause and the remedy.</param>
public sealed record GraphQLError(string Message)
{
    public IReadOnlyList<SourceLocation> Locations { get; init; } = [];

    /// <summary>Response names and list indices from the root to the field; null for a request error.</summary>
    public IReadOnlyList<object>? Path { get; init; }

    /// <summary>UPPER_SNAKE, in <c>extensions.code</c>.</summary>
    public string? Code { get; init; }

    /// <summary>Further entries of <c>extensions</c>.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }
}

/// <summary>A request that is refused as a whole: it doesn't parse, doesn't validate, or is over a limit.</summary>
public sealed class GraphQLException(params IReadOnlyList<GraphQLError> errors)
    : Exception(errors.Count > 0 ? errors[0].Message : "The request was refused.")
{
    public IReadOnlyList<GraphQLError> Errors { get; } = errors;
}
