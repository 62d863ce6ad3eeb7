using System.Text.Json;

namespace Crm.Headless.Server.Plugins.Endpoints;

/// <summary>An error of a plugin's endpoint, as problem details (RFC 9457).</summary>
sealed class ProblemException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;
    public string Code { get; } = code;

    /// <summary>Header that belongs to the status, such as <c>Allow</c>.</summary>
    public (string Name, string Value)? Header { get; init; }

    public async Task WriteAsync(HttpContext http, string plugin)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["status"] = Status, ["detail"] = Message, ["code"] = Code, ["plugin"] = plugin });
        if (Header is { } header) http.Response.Headers[header.Name] = header.Value;
        http.Response.StatusCode = Status;
        http.Response.ContentType = "application/problem+json";
        http.Response.ContentLength = json.Length;
        await http.Response.BodyWriter.WriteAsync(json, http.RequestAborted);
    }
}
