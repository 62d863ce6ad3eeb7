using System.Text.Json;

namespace Crm.Headless.Server.Http;

/// <summary>A well-formed GraphQL request as it came over HTTP, an event stream or a WebSocket (GraphQL over HTTP, section 5.1).</summary>
internal sealed record OperationRequest
{
    /// <summary>The UTF-8 of <c>query</c>; null when the operation is named by id or hash alone.</summary>
    public ReadOnlyMemory<byte>? Document { get; init; }

    /// <summary><c>documentId</c>: an operation that the server knows.</summary>
    public string? DocumentId { get; init; }

    /// <summary><c>extensions.persistedQuery.sha256Hash</c> (Apollo's automatic persisted queries), in lower case.</summary>
    public string? DocumentHash { get; init; }

    public string? OperationName { get; init; }

    /// <summary>Objects, or undefined for none. More than one when the client sent a list: the operation runs once for each, in their order.</summary>
    public IReadOnlyList<JsonElement> VariableSets { get; init; } = [default];

    /// <summary>The client sent a list of variables, and gets a list of answers.</summary>
    public bool IsBatch { get; init; }

    /// <summary>GET, where only queries may run.</summary>
    public bool IsSafe { get; init; }

    /// <summary><c>GraphQL-Cost: report</c>: the client wants to know what the operation cost.</summary>
    public bool ReportsCost { get; init; }

    /// <summary>The transport can carry more than one answer.</summary>
    public bool CanStream { get; init; }
}
