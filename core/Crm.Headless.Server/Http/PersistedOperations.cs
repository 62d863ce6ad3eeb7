using System.Security.Cryptography;
using Crm.Headless.GraphQL;
using Microsoft.Extensions.Options;

namespace Crm.Headless.Server.Http;

/// <summary>
/// Operations that are named instead of sent: those of the installation's own file, by id, and those that clients registered by their
/// SHA-256 (Apollo's automatic persisted queries).
/// </summary>
internal sealed class PersistedOperations
{
    readonly IReadOnlyDictionary<string, ReadOnlyMemory<byte>> _known;
    readonly BoundedCache _registered;
    readonly bool _only;

    public PersistedOperations(IOptions<GraphQLHttpOptions> options)
    {
        _known = PersistedOperationsFile.Read(options.Value.PersistedOperations);
        _registered = new BoundedCache(options.Value.PersistedOperationsCacheBytes);
        _only = options.Value.PersistedOperationsOnly;
    }

    /// <summary>The document that the request means.</summary>
    /// <exception cref="GraphQLException">It is unknown, doesn't match its hash, or isn't one of the installation's.</exception>
    public ReadOnlyMemory<byte> DocumentOf(OperationRequest request)
    {
        var id = request.DocumentId ?? request.DocumentHash;
        if (id is not null && _known.TryGetValue(id, out var known)) return known;
        if (_only) throw RefusedByMode(request);
        if (request.DocumentId is not null)
            throw Error("PERSISTED_OPERATION_NOT_FOUND", $"No operation has the id \"{request.DocumentId}\". Add it to the file of Crm:GraphQL:PersistedOperations.");
        return request.DocumentHash is { } hash ? FindOrCheck(hash, request.Document) : request.Document!.Value;
    }

    /// <summary>Registers a document that was sent with its hash, once it is known to be an operation that could run.</summary>
    public void Register(OperationRequest request)
    {
        if (request is { DocumentId: null, DocumentHash: { } hash, Document: { } document } && !_known.ContainsKey(hash))
            _registered.Add(hash, document);
    }

    ReadOnlyMemory<byte> FindOrCheck(string hash, ReadOnlyMemory<byte>? sent)
    {
        if (sent is not { } document)
            return _registered.Find(hash) ?? throw Error("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
        if (Convert.ToHexStringLower(SHA256.HashData(document.Span)) != hash)
            throw Error("PERSISTED_QUERY_HASH_MISMATCH", "\"extensions.persistedQuery.sha256Hash\" isn't the SHA-256 of \"query\".");
        return document;
    }

    /// <summary>A client that asks by hash understands Apollo's word for "don't try to register it".</summary>
    static GraphQLException RefusedByMode(OperationRequest request) => request is { DocumentHash: not null, Document: null }
        ? Error("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")
        : Error("PERSISTED_OPERATION_REQUIRED",
            "This server runs only the operations that it knows. Send the \"documentId\" of one; new ones go into the file of Crm:GraphQL:PersistedOperations.");

    static GraphQLException Error(string code, string message) => new(new GraphQLError(message) { Code = code });
}
