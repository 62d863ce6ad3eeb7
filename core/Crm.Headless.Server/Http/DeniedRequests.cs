using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;

namespace Crm.Headless.Server.Http;

/// <summary>Writes down who was refused, by whichever endpoint: with the address and what was asked of it, never with what was sent.</summary>
internal static class DeniedRequests
{
    public static async Task WatchAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.Response.StatusCode is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status429TooManyRequests)
            Record(http, http.RequestServices.GetRequiredService<AuditLog>(), http.Response.StatusCode);
    }

    public static void Record(HttpContext http, AuditLog audit, int status) => audit.Denied(
        status switch
        {
            StatusCodes.Status401Unauthorized => "UNAUTHENTICATED",
            StatusCodes.Status429TooManyRequests => "RATE_LIMITED",
            _ => "FORBIDDEN",
        },
        http.User as CrmPrincipal, http.Connection.RemoteIpAddress?.ToString(), (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
}
