namespace Crm.Headless.Server.Http;

/// <summary>A request that isn't a well-formed GraphQL-over-HTTP request, or that this endpoint won't take: the status is its own, whatever the client accepts.</summary>
internal sealed class RefusedRequestException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>UPPER_SNAKE, in <c>extensions.code</c>.</summary>
    public string Code { get; } = code;

    /// <summary>Header that belongs to the status: <c>Allow</c>, <c>Retry-After</c>, <c>WWW-Authenticate</c>.</summary>
    public (string Name, string Value)? Header { get; init; }

    public static RefusedRequestException Malformed(string message) => new(StatusCodes.Status400BadRequest, "BAD_REQUEST", message);
}
