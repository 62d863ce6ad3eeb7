using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Crm.Headless.Server.Http;

/// <summary>Reads the members of a request from JSON (GraphQL over HTTP, section 5.4.1). Unknown members are ignored, null means "not given".</summary>
internal static class RequestJson
{
    const int MaxDepth = 64;

    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span)) throw RefusedRequestException.Malformed("The request isn't valid UTF-8.");
        if (utf8.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            throw RefusedRequestException.Malformed("The request is empty. Send a JSON object with a \"query\".");
        try
        {
            CheckEscapes(utf8.Span);
            return JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException broken)
        {
            throw RefusedRequestException.Malformed(
                $"The request isn't valid JSON of at most {MaxDepth} levels: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}.");
        }
    }

    public static OperationRequest Read(JsonElement root, int maxVariableSets)
    {
        if (root.ValueKind == JsonValueKind.Array)
            throw RefusedRequestException.Malformed(
                "A list of requests isn't supported. Send one request; its \"variables\" may be a list, to run it once for each.");
        if (root.ValueKind != JsonValueKind.Object)
            throw RefusedRequestException.Malformed("The request must be a JSON object with a \"query\".");

        var extensions = Member(root, "extensions", JsonValueKind.Object, "an object");
        var variables = Variables(root, maxVariableSets, out var isBatch);
        var request = new OperationRequest
        {
            Document = Document(root),
            DocumentId = Text(root, "documentId"),
            DocumentHash = Hash(extensions),
            OperationName = Text(root, "operationName") is { Length: > 0 } name ? name : null,
            VariableSets = variables,
            IsBatch = isBatch,
        };
        return request is { Document: null, DocumentId: null, DocumentHash: null }
            ? throw RefusedRequestException.Malformed("The request has no \"query\". Send the GraphQL document as a string.")
            : request;
    }

    static ReadOnlyMemory<byte>? Document(JsonElement root)
    {
        var query = Member(root, "query", JsonValueKind.String, "a string");
        if (query.ValueKind == JsonValueKind.Undefined) return null;
        return Unescape(JsonMarshal.GetRawUtf8Value(query));
    }

    /// <summary>Into an array of its own: what the plan cache keeps must not hold the whole body.</summary>
    static ReadOnlyMemory<byte> Unescape(ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        var buffer = new byte[quoted.Length];
        return buffer.AsMemory(0, reader.CopyString(buffer));
    }

    static IReadOnlyList<JsonElement> Variables(JsonElement root, int maxSets, out bool isBatch)
    {
        isBatch = root.TryGetProperty("variables", out var variables) && variables.ValueKind == JsonValueKind.Array;
        if (!isBatch) return [Member(root, "variables", JsonValueKind.Object, "an object, or a list of objects")];
        var sets = variables.EnumerateArray().ToList();
        if (sets.Count == 0) throw RefusedRequestException.Malformed("\"variables\" is an empty list: there is nothing to run.");
        if (sets.Count > maxSets)
            throw RefusedRequestException.Malformed($"\"variables\" has {sets.Count} sets; one request may bring {maxSets}. Send them in several requests.");
        if (sets.Any(set => set.ValueKind != JsonValueKind.Object))
            throw RefusedRequestException.Malformed("\"variables\" must be an object, or a list of objects.");
        return sets;
    }

    static string? Hash(JsonElement extensions)
    {
        if (extensions.ValueKind == JsonValueKind.Undefined) return null;
        var persisted = Member(extensions, "persistedQuery", JsonValueKind.Object, "an object");
        if (persisted.ValueKind == JsonValueKind.Undefined) return null;
        if (persisted.TryGetProperty("version", out var version) && !(version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number == 1))
            throw RefusedRequestException.Malformed("\"extensions.persistedQuery.version\" must be 1.");
        return Text(persisted, "sha256Hash") is { Length: 64 } hash && hash.All(char.IsAsciiHexDigit)
            ? hash.ToLowerInvariant()
            : throw RefusedRequestException.Malformed("\"extensions.persistedQuery.sha256Hash\" must be 64 hexadecimal digits.");
    }

    static string? Text(JsonElement parent, string name)
    {
        var member = Member(parent, name, JsonValueKind.String, "a string");
        return member.ValueKind == JsonValueKind.Undefined ? null : member.GetString();
    }

    /// <summary>The member, or undefined when it is absent or null.</summary>
    static JsonElement Member(JsonElement parent, string name, JsonValueKind kind, string expected)
    {
        if (!parent.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null) return default;
        return member.ValueKind == kind ? member : throw RefusedRequestException.Malformed($"\"{name}\" must be {expected}.");
    }

    /// <summary>JSON can spell half of a surrogate pair; such a text can't be read later, so it is refused here.</summary>
    static void CheckEscapes(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOf("\\u"u8) < 0) return;
        var scratch = ArrayPool<byte>.Shared.Rent(utf8.Length);
        try
        {
            var reader = new Utf8JsonReader(utf8);
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                    reader.CopyString(scratch);
        }
        catch (InvalidOperationException)
        {
            throw RefusedRequestException.Malformed(
                "A string of the request holds half of a surrogate pair (\\ud800 to \\udfff alone), which is no Unicode text.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }
}
