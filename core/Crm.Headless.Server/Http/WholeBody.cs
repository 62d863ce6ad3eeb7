using Microsoft.AspNetCore.Http.Features;

namespace Crm.Headless.Server.Http;

/// <summary>Reads a body to its end.</summary>
static class WholeBody
{
    /// <param name="limit">Bytes.</param>
    /// <param name="tooLarge">Is thrown when there are more.</param>
    public static async Task<byte[]> ReadAsync(HttpContext http, long limit, Func<Exception> tooLarge)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limit;
        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            return body.ToArray();
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw tooLarge();
        }
    }
}
