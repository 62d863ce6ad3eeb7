namespace Crm.Headless.Server.Http;

/// <summary>The outermost boundary: whatever fails outside of a field is logged once, and the client gets the reference.</summary>
internal sealed class FaultBoundary(RequestDelegate next, ILogger<FaultBoundary> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception gone) when (http.RequestAborted.IsCancellationRequested && gone is OperationCanceledException or IOException or BadHttpRequestException)
        {
            logger.LogDebug("The client left before its answer was sent.");
        }
        catch (BadHttpRequestException malformed) when (!http.Response.HasStarted)
        {
            await ErrorAnswer.WriteAsync(http, new RefusedRequestException(malformed.StatusCode, "BAD_REQUEST", malformed.Message), ResponseFormat.Json);
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            await ErrorAnswer.WriteAsync(http, [ServerFault.Report(logger, fault)], StatusCodes.Status500InternalServerError, ResponseFormat.Json);
        }
    }
}
