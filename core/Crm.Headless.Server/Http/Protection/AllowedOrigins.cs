using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Crm.Headless.Server.Http;

/// <summary>
/// The web pages of other origins that may use the API from a browser, from <c>Crm:Cors:Origins</c>; none unless they are named. Keys and
/// tokens come in a header that pages can't send unseen, never in a cookie, so that a page that isn't named can do nothing in a user's name.
/// </summary>
internal sealed class AllowedOrigins
{
    const string Setting = "Crm:Cors:Origins";

    readonly HashSet<string> _origins;

    public AllowedOrigins(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        var given = section.Get<string[]>() ?? section.Value?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        _origins = given.Select(Read).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    public void Configure(CorsPolicyBuilder policy) => policy
        .WithOrigins([.. _origins])
        .WithMethods("GET", "POST")
        .WithHeaders("Accept", "Authorization", "Content-Type", "GraphQL-Cost", "Last-Event-ID")
        .WithExposedHeaders("Retry-After", "WWW-Authenticate", SchemaDocuments.HashHeader)
        .SetPreflightMaxAge(TimeSpan.FromHours(1));

    /// <summary>For WebSockets, which browsers open to any origin without asking.</summary>
    /// <exception cref="RefusedRequestException">The page's origin isn't named, and isn't the server's own.</exception>
    public void Require(HttpRequest request)
    {
        if (request.Headers.Origin is not [{ Length: > 0 } origin] || _origins.Contains(origin)) return;
        if (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)) return;
        throw new RefusedRequestException(StatusCodes.Status403Forbidden, "ORIGIN_NOT_ALLOWED",
            $"Pages of {origin} may not use this API. Add the origin to {Setting}, or call the API from your own server.");
    }

    static string Read(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == origin.ToLowerInvariant()
            ? origin.ToLowerInvariant()
            : throw new StartupException($"\"{origin}\" in {Setting} is no origin. Write scheme, host and port alone, such as https://shop.example.");
}
