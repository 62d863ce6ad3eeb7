using System.Net;
using System.Text.Json;

namespace Crm.Headless.Testing;

/// <summary>What the server answered.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Body">The whole answer.</param>
public sealed record GraphQLResponse(HttpStatusCode Status, JsonElement Body)
{
    /// <summary>The data; undefined when the request was refused.</summary>
    public JsonElement Data => Body.TryGetProperty("data", out var data) ? data : default;

    /// <summary>The errors; empty when there are none.</summary>
    public IReadOnlyList<JsonElement> Errors => Body.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateArray()] : [];

    /// <summary>The codes of the errors.</summary>
    public IReadOnlyList<string?> Codes =>
        [.. Errors.Select(error => error.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty("code", out var code) ? code.GetString() : null)];

    /// <summary>The messages of the errors.</summary>
    public IReadOnlyList<string?> Messages => [.. Errors.Select(error => error.GetProperty("message").GetString())];

    /// <summary>As the server wrote it, for the message of a failed assertion.</summary>
    public override string ToString() => $"{(int)Status} {Body}";
}
