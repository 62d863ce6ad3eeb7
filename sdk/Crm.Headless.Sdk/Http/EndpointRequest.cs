using System.Text.Json;

namespace Crm.Headless;

/// <summary>A request to an endpoint of a plugin, read to its end.</summary>
public sealed class EndpointRequest
{
    /// <summary>Such as <c>POST</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Below the plugin's path, such as <c>orders/7</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What stands in the pattern's braces.</summary>
    public required IReadOnlyDictionary<string, string> Route { get; init; }

    /// <summary>The parameters of the address; of those that come several times, all values.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Query { get; init; }

    /// <summary>By name in any case; several values of one are joined with commas. The host's own credentials aren't among them.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Byte by byte as it was sent.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The services of this request, such as <see cref="IActor"/>, <see cref="ICrmStore"/> and <see cref="ICrmApi"/>.</summary>
    public required IServiceProvider Services { get; init; }

    internal JsonSerializerOptions? Json { get; init; }

    /// <summary>The body as JSON, with names in camel case.</summary>
    /// <exception cref="JsonException">It is none, or doesn't fit; the host answers that with 400.</exception>
    public T ReadJson<T>() => JsonSerializer.Deserialize<T>(Body.Span, Json) ?? throw new JsonException("The body is null.");
}
