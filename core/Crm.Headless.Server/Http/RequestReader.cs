using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Crm.Headless.Server.Http;

/// <summary>Reads a request from its body (POST) or its query string (GET).</summary>
internal sealed class RequestReader(IOptions<GraphQLHttpOptions> options)
{
    readonly int _maxBytes = options.Value.MaxRequestBytes;
    readonly int _maxSets = options.Value.MaxVariableSets;

    public async ValueTask<OperationRequest> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (HttpMethods.IsGet(request.Method)) return QueryStringRequest.Read(request.Query, _maxSets) with { IsSafe = true };
        CheckContentType(request);
        using var body = RequestJson.Parse(await ReadBodyAsync(request, ct));
        return RequestJson.Read(body.RootElement.Clone(), _maxSets);
    }

    static void CheckContentType(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            throw Unsupported("The request has no readable Content-Type. Send application/json.");
        if (!type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            throw Unsupported($"The content type {type.MediaType} isn't supported. Send application/json.");
        if (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            throw Unsupported($"The charset {type.Charset} isn't supported. Send UTF-8.");
        var encoding = request.Headers.ContentEncoding.ToString();
        if (encoding != "" && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            throw Unsupported($"The content encoding {encoding} isn't supported. Send the body as it is.");
    }

    async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > _maxBytes) throw TooLarge();
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = _maxBytes;
        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(ct);
                if (read.Buffer.Length > _maxBytes) throw TooLarge();
                if (read.IsCompleted) return Take(request, read.Buffer);
                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException refused)
        {
            throw refused.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => TooLarge(),
                StatusCodes.Status408RequestTimeout => new RefusedRequestException(StatusCodes.Status408RequestTimeout, "REQUEST_TIMEOUT",
                    "The body came too slowly. Send the request again over a better connection, or in smaller parts."),
                _ => RefusedRequestException.Malformed($"The body can't be read: {refused.Message}"),
            };
        }
    }

    static ReadOnlyMemory<byte> Take(HttpRequest request, ReadOnlySequence<byte> buffer)
    {
        var body = buffer.ToArray();
        request.BodyReader.AdvanceTo(buffer.End);
        return body;
    }

    RefusedRequestException TooLarge() => new(StatusCodes.Status413PayloadTooLarge, "REQUEST_TOO_LARGE",
        $"The request has more than {_maxBytes} bytes. Split it, or raise Crm:GraphQL:MaxRequestBytes.");

    static RefusedRequestException Unsupported(string message) =>
        new(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", message);
}
