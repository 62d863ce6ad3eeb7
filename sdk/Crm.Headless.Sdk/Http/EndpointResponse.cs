using System.Text;

namespace Crm.Headless;

/// <summary>What an endpoint of a plugin answers.</summary>
public sealed record EndpointResponse
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The media type of the body; null: there is none, or JSON.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body, unless there is a <see cref="Value"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Becomes the body as JSON, with names in camel case; null: <see cref="Body"/> is.</summary>
    public object? Value { get; init; }

    /// <summary>More headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A value as JSON.</summary>
    public static EndpointResponse Json(object value, int status = 200) => new() { Status = status, Value = value };

    /// <summary>A text.</summary>
    public static EndpointResponse Text(string text, int status = 200) =>
        new() { Status = status, ContentType = "text/plain; charset=utf-8", Body = Encoding.UTF8.GetBytes(text) };

    /// <summary>No body.</summary>
    public static EndpointResponse Empty(int status = 204) => new() { Status = status };
}
