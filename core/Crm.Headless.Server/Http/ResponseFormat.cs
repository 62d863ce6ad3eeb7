using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Crm.Headless.Server.Http;

/// <summary>What the client can read, chosen from its <c>Accept</c> header (GraphQL over HTTP, section 5.2; RFC 9110, section 12.5.1).</summary>
internal enum ResponseFormat
{
    /// <summary><c>application/json</c>: a GraphQL request error is still answered with 200.</summary>
    Json,

    /// <summary><c>application/graphql-response+json</c>: the status says what happened.</summary>
    GraphQLResponse,

    /// <summary><c>text/event-stream</c>: graphql-sse in its distinct connections mode.</summary>
    EventStream,

    /// <summary><c>text/html</c>: a browser, which gets the explorer.</summary>
    Html,
}

internal static class ResponseFormats
{
    static readonly (string MediaType, ResponseFormat Format)[] Supported =
    [
        ("application/json", ResponseFormat.Json),
        ("application/graphql-response+json", ResponseFormat.GraphQLResponse),
        ("text/event-stream", ResponseFormat.EventStream),
        ("text/html", ResponseFormat.Html),
    ];

    public static string MediaTypeOf(ResponseFormat format) => Supported.First(one => one.Format == format).MediaType;

    /// <summary>The supported format that the client likes best; null when there is none. Without a header, JSON.</summary>
    public static ResponseFormat? Choose(HttpRequest request)
    {
        var header = request.Headers.Accept;
        if (header.Count == 0) return ResponseFormat.Json;
        if (!MediaTypeHeaderValue.TryParseList(header, out var ranges)) return null;
        var candidates = HttpMethods.IsGet(request.Method) ? Supported : Supported[..3];
        return candidates
            .Select((one, place) => (one.Format, Match: Match(ranges, one.MediaType), Place: place))
            .Where(one => one.Match.Quality > 0)
            .OrderByDescending(one => one.Match.Quality).ThenBy(one => one.Match.Position).ThenBy(one => one.Place)
            .Select(one => (ResponseFormat?)one.Format)
            .FirstOrDefault();
    }

    /// <summary>The most specific range that names the type decides; ranges that name it come before wildcards.</summary>
    static (double Quality, int Position) Match(IList<MediaTypeHeaderValue> ranges, string mediaType)
    {
        var named = new MediaTypeHeaderValue(mediaType);
        var best = (Specificity: -1, Quality: 0d, Position: int.MaxValue);
        for (var i = 0; i < ranges.Count; i++)
        {
            var range = ranges[i];
            if (!Covers(range, named)) continue;
            var specificity = range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
            if (specificity > best.Specificity)
                best = (specificity, range.Quality ?? 1, specificity == 2 ? i : ranges.Count + i);
        }
        return (best.Quality, best.Position);
    }

    static bool Covers(MediaTypeHeaderValue range, MediaTypeHeaderValue named) =>
        (range.MatchesAllTypes || (Same(range.Type, named.Type) && (range.MatchesAllSubTypes || Same(range.SubType, named.SubType))))
        && (!range.Charset.HasValue || Same(range.Charset, "utf-8"));

    /// <summary>RFC 9110, section 8.3.1: case doesn't matter.</summary>
    static bool Same(StringSegment one, StringSegment other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
