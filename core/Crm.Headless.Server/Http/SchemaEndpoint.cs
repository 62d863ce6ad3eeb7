using Crm.Headless.Server.Security;
using Microsoft.Net.Http.Headers;

namespace Crm.Headless.Server.Http;

/// <summary><c>/graphql/schema.graphql</c>: the SDL, for those who have a key.</summary>
internal sealed class SchemaEndpoint(Authenticator authenticator, SchemaDocuments schemas)
{
    public async Task HandleAsync(HttpContext http)
    {
        CrmPrincipal user;
        try
        {
            user = await authenticator.RequireAsync(http);
        }
        catch (RefusedRequestException refused)
        {
            await ErrorAnswer.WriteAsync(http, refused, ResponseFormat.Json);
            return;
        }
        var schema = schemas.Current(user);
        http.Response.Headers[SchemaDocuments.HashHeader] = schema.Hash;
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.ETag = $"\"{schema.Hash}\"";
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Tag == $"\"{schema.Hash}\"" || tag == EntityTagHeaderValue.Any))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        http.Response.ContentType = "application/graphql; charset=utf-8";
        http.Response.ContentLength = schema.Sdl.Length;
        await http.Response.BodyWriter.WriteAsync(schema.Sdl, http.RequestAborted);
    }
}
