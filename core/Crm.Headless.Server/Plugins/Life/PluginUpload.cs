using Crm.Headless.Server.Http;
using Crm.Headless.Server.Plugins.Packages;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary><c>POST /plugins</c>: takes the bytes of a package, checks all of it without running any of it, and keeps it to be installed.</summary>
sealed class PluginUpload(Authenticator authenticator, RateLimits rates, PluginStore store)
{
    const string Scope = "plugins:admin";

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            var user = await authenticator.RequireAsync(http);
            rates.Count(user, 1);
            if (!user.Access.Has(Scope))
                throw new RefusedRequestException(StatusCodes.Status403Forbidden, "FORBIDDEN", $"Packages are uploaded with the scope {Scope}.");
            var package = PluginPackage.Read(await BodyAsync(http));
            await store.AddPackageAsync(package, http.RequestAborted);
            http.Response.StatusCode = StatusCodes.Status201Created;
            await http.Response.WriteAsJsonAsync(
                new { package.Hash, Plugin = package.Manifest.Id, Version = package.Manifest.Version.ToString() }, http.RequestAborted);
        }
        catch (RefusedRequestException refused)
        {
            await ErrorAnswer.WriteAsync(http, refused, ResponseFormat.Json);
        }
        catch (PluginException bad)
        {
            var refused = new RefusedRequestException(StatusCodes.Status422UnprocessableEntity, "PACKAGE_REFUSED", bad.Message);
            await ErrorAnswer.WriteAsync(http, refused, ResponseFormat.Json);
        }
    }

    static Task<byte[]> BodyAsync(HttpContext http)
    {
        var limit = PackageLimits.Default.Bytes;
        return WholeBody.ReadAsync(http, limit, () => new RefusedRequestException(StatusCodes.Status413PayloadTooLarge, "PACKAGE_TOO_LARGE",
            $"The package is larger than the {limit >> 20} MB that a host takes. Leave out what the plugin can do without, or fetch it when it runs."));
    }
}
