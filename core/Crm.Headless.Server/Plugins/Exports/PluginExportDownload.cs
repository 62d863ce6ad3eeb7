using System.Globalization;
using Crm.Headless.Server.Http;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Plugins.Exports;

/// <summary><c>GET /plugins/exports/&lt;operation&gt;</c>: hands out what a removed plugin left, from whichever node.</summary>
sealed class PluginExportDownload(Authenticator authenticator, RateLimits rates, PluginExports exports)
{
    public const string Route = "/plugins/exports/{operation}", Scope = "plugins:admin";

    public static string PathOf(PluginExport export) => $"/plugins/exports/{export.OperationId}";

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            var user = await authenticator.RequireAsync(http);
            http.User = user;
            rates.Count(user, 1);
            if (!user.Access.Has(Scope)) throw Forbidden();
            var operation = (string)http.GetRouteValue("operation")!;
            if (!Guid.TryParse(operation, CultureInfo.InvariantCulture, out var id)) throw new PluginExportNotFoundException(operation);
            await WriteAsync(http, await exports.HandOutAsync(id, user, http.RequestAborted));
        }
        catch (PluginExportNotFoundException none)
        {
            await ErrorAnswer.WriteAsync(http, new(StatusCodes.Status404NotFound, none.Code, none.Message), ResponseFormat.Json);
        }
        catch (PluginExportGoneException gone)
        {
            await ErrorAnswer.WriteAsync(http, new(StatusCodes.Status410Gone, gone.Code, gone.Message), ResponseFormat.Json);
        }
        catch (RefusedRequestException refused)
        {
            await ErrorAnswer.WriteAsync(http, refused, ResponseFormat.Json);
        }
    }

    static RefusedRequestException Forbidden() =>
        new(StatusCodes.Status403Forbidden, "FORBIDDEN", $"Exports of plugins are downloaded with the scope {Scope}.");

    async Task WriteAsync(HttpContext http, PluginExport export)
    {
        var response = http.Response;
        response.ContentType = "application/zip";
        response.ContentLength = export.Size;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = $"attachment; filename=\"{export.Plugin}-{export.Version}.zip\"";
        try
        {
            await foreach (var chunk in exports.ReadAsync(export, http.RequestAborted))
                await response.BodyWriter.WriteAsync(chunk, http.RequestAborted);
        }
        catch (PluginExportGoneException)
        {
            http.Abort(); // It was deleted in the middle: nobody shall take the part for the whole.
        }
    }
}
