using System.Runtime.InteropServices;
using System.Text.Json;
using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.Server.Http;

/// <summary>Answers that hold nothing but errors.</summary>
internal static class ErrorAnswer
{
    /// <summary>The errors alone, as an <c>error</c> message of graphql-transport-ws wants them.</summary>
    public static byte[] Array(IReadOnlyList<GraphQLError> errors)
    {
        using var json = JsonDocument.Parse(Json(errors));
        return JsonMarshal.GetRawUtf8Value(json.RootElement.GetProperty("errors")).ToArray();
    }

    /// <summary>The whole response.</summary>
    public static byte[] Json(IReadOnlyList<GraphQLError> errors)
    {
        using var answer = OperationResult.FromErrors(errors);
        return answer.Json.ToArray();
    }

    /// <summary>A refusal with the status and the header that belong to it.</summary>
    public static async Task WriteAsync(HttpContext http, RefusedRequestException refused, ResponseFormat format)
    {
        if (refused.Header is { } header) http.Response.Headers[header.Name] = header.Value;
        await WriteAsync(http, [new GraphQLError(refused.Message) { Code = refused.Code }], refused.Status, format);
    }

    public static async Task WriteAsync(HttpContext http, IReadOnlyList<GraphQLError> errors, int status, ResponseFormat format)
    {
        await JsonAnswer.WriteAsync(http, Json(errors), status, format);
    }
}
