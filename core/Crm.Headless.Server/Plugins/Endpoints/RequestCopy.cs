using System.Text.Json;
using Crm.Headless.Server.Http;

namespace Crm.Headless.Server.Plugins.Endpoints;

/// <summary>Reads a request to its end, as far as its endpoint allows.</summary>
static class RequestCopy
{
    /// <exception cref="ProblemException">The body is too large.</exception>
    public static async Task<EndpointRequest> ReadAsync(
        HttpContext http, PluginRoute route, string path, IReadOnlyDictionary<string, string> values, IServiceProvider services, JsonSerializerOptions json) => new()
        {
            Method = http.Request.Method,
            Path = path,
            Route = values,
            Query = http.Request.Query.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)[.. pair.Value.OfType<string>()]),
            Headers = http.Request.Headers.Where(pair => route.IsOpen || !IsCredential(pair.Key))
                .ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = await BodyAsync(http, route.Mapped.MaxBodyBytes),
            Services = services,
            Json = json,
        };

    static bool IsCredential(string header) =>
        header.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || header.Equals("Cookie", StringComparison.OrdinalIgnoreCase);

    static Task<byte[]> BodyAsync(HttpContext http, int limit) => WholeBody.ReadAsync(http, limit, () => new ProblemException(
        StatusCodes.Status413PayloadTooLarge, "BODY_TOO_LARGE", $"The body is larger than the {limit} bytes that this endpoint takes."));
}
