namespace Crm.Headless.Server.Http;

/// <summary>One JSON body.</summary>
internal static class JsonAnswer
{
    public static async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> json, int status, ResponseFormat format)
    {
        var type = format == ResponseFormat.GraphQLResponse ? ResponseFormat.GraphQLResponse : ResponseFormat.Json;
        http.Response.StatusCode = status;
        http.Response.ContentType = $"{ResponseFormats.MediaTypeOf(type)}; charset=utf-8";
        http.Response.ContentLength = json.Length;
        await http.Response.BodyWriter.WriteAsync(json, http.RequestAborted);
    }
}
