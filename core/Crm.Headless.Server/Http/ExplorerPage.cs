using System.IO.Compression;
using System.Reflection;
using Microsoft.Net.Http.Headers;

namespace Crm.Headless.Server.Http;

/// <summary>GraphiQL for browsers. Its files are built by npm and embedded; a server that was built without them says how to get them.</summary>
internal sealed class ExplorerPage
{
    const string Folder = "explorer/";

    /// <summary>Scripts and connections from here only. GraphiQL's dialogs need style attributes, its editor an embedded font.</summary>
    const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; "
        + "connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    readonly Dictionary<string, byte[]> _files = Load();

    public Task WriteAsync(HttpContext http) => WritePageAsync(http, "index.html");

    /// <summary>The page beside it that shows the plugins.</summary>
    public Task WritePluginsAsync(HttpContext http) => WritePageAsync(http, "plugins.html");

    Task WritePageAsync(HttpContext http, string page) => _files.ContainsKey(page) ? WriteAsync(http, page) : WriteInstructionsAsync(http);

    public Task WriteFileAsync(HttpContext http)
    {
        if (http.GetRouteValue("file") is string file && _files.ContainsKey(file)) return WriteAsync(http, file);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    async Task WriteAsync(HttpContext http, string file)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.ContentType = TypeOf(file);
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Vary = HeaderNames.Accept;
        var content = _files[file];
        if (http.Request.GetTypedHeaders().AcceptEncoding.Any(TakesGzip))
            http.Response.Headers.ContentEncoding = "gzip";
        else
            content = Expand(content);
        http.Response.ContentLength = content.Length;
        await http.Response.BodyWriter.WriteAsync(content, http.RequestAborted);
    }

    static bool TakesGzip(StringWithQualityHeaderValue encoding) =>
        encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0;

    static async Task WriteInstructionsAsync(HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.ContentType = TypeOf(".html");
        await http.Response.WriteAsync(
            """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Crm.Headless</title>
            <body style="font: 16px/1.5 system-ui; max-width: 44rem; margin: 4rem auto; padding: 0 1rem">
            <h1>The API runs. The explorer isn't built.</h1>
            <p>This page is GraphiQL, which is built with npm, and npm wasn't there (or had no network) when the server was built.
            Install <a href="https://nodejs.org">Node.js</a> 20 or newer, then build the server again:</p>
            <pre>dotnet build core/Crm.Headless.Server</pre>
            <p>The API doesn't need it: send a POST to <code>/graphql</code> with the header
            <code>Authorization: Bearer &lt;admin key&gt;</code>. The schema is at <code>/graphql/schema.graphql</code>.</p>
            </body></html>

            """, http.RequestAborted);
    }

    static Dictionary<string, byte[]> Load()
    {
        var assembly = typeof(ExplorerPage).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .ToDictionary(name => name[Folder.Length..], name => Compress(assembly, name));
    }

    static byte[] Compress(Assembly assembly, string name)
    {
        using var small = new MemoryStream();
        using (var gzip = new GZipStream(small, CompressionLevel.Fastest))
        using (var content = assembly.GetManifestResourceStream(name)!)
            content.CopyTo(gzip);
        return small.ToArray();
    }

    static byte[] Expand(byte[] small)
    {
        using var content = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(small), CompressionMode.Decompress)) gzip.CopyTo(content);
        return content.ToArray();
    }

    static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".woff2" => "font/woff2",
        ".woff" => "font/woff",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
