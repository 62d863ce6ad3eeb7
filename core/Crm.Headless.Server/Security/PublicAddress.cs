namespace Crm.Headless.Server.Security;

/// <summary>
/// Under which address clients reach this installation: <c>Crm:PublicUrl</c>, else the one that the request was sent to. Tokens are issued
/// and taken in its name.
/// </summary>
sealed class PublicAddress
{
    const string Setting = "Crm:PublicUrl";

    readonly string? _configured;

    /// <exception cref="StartupException">The setting isn't an address.</exception>
    public PublicAddress(IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } url) return;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Query + address.Fragment != "")
            throw new StartupException($"{Setting} is \"{url}\", which is no address that clients could use. Set it to one such as https://crm.example.com.");
        _configured = url.TrimEnd('/');
    }

    /// <summary>Without a slash at the end: the issuer of tokens (RFC 8414, section 2).</summary>
    public string Of(HttpRequest request) => _configured ?? $"{request.Scheme}://{request.Host}{request.PathBase}";

    /// <summary>What tokens are for: the API below this address.</summary>
    public static string ResourceOf(string address) => address + "/graphql";
}
